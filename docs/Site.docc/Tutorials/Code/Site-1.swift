import Foundation
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Client
import OAuth1URLSession
import OAuth1Web

let environment = ProcessInfo.processInfo.environment
guard let key = environment["DISCOGS_KEY"],
    let secret = environment["DISCOGS_SECRET"],
    let cookieKey = environment["COOKIE_KEY"]
else {
    print("Set DISCOGS_KEY, DISCOGS_SECRET and COOKIE_KEY.")
    exit(1)
}
