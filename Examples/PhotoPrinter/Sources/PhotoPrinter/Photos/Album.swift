//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Photos of one user that nobody else can see.
struct Album: Sendable {
    let title: String
    let photos: [Photo]

    /// The albums of each user, by the user's name.
    private static let byUser: [String: [Album]] = [
        "jane": [
            Album(
                title: "Vacation",
                photos: [
                    Photo(
                        file: "vacation.svg",
                        title: "The beach",
                        sky: "#7cc4ef",
                        ground: "#c79a55",
                        sunX: 300,
                        sunY: 70
                    ),
                    Photo(file: "sunset.svg", title: "Sunset", sky: "#f08a5d", ground: "#5b3758", sunX: 200, sunY: 190),
                    Photo(
                        file: "hills.svg",
                        title: "Green hills",
                        sky: "#a8dadc",
                        ground: "#4c8b4f",
                        sunX: 90,
                        sunY: 80
                    ),
                ]
            ),
            Album(
                title: "Winter",
                photos: [
                    Photo(file: "snow.svg", title: "First snow", sky: "#cfd8e6", ground: "#f4f7fb", sunX: 320, sunY: 90)
                ]
            ),
        ]
    ]

    /// The albums of a user.
    static func all(of user: String) -> [Album] { byUser[user] ?? [] }

    /// A photo of a user.
    static func photo(_ file: String, of user: String) -> Photo? {
        all(of: user).lazy.flatMap(\.photos).first { $0.file == file }
    }
}
