import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession

let environment = ProcessInfo.processInfo.environment
guard let key = environment["DISCOGS_KEY"],
    let secret = environment["DISCOGS_SECRET"]
else {
    print("Set DISCOGS_KEY and DISCOGS_SECRET.")
    exit(1)
}
