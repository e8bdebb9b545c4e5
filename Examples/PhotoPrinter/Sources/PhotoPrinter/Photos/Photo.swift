//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A photo of the service, which is drawn and not taken.
struct Photo: Sendable {
    let file: String
    let title: String
    let sky: String
    let ground: String
    /// Where the sun is, from 0 at the left to 400 at the right.
    let sunX: Int
    let sunY: Int

    /// The photo as SVG: a sky, a sun and two hills.
    func svg(width: Int) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(width * 3 / 4)" viewBox="0 0 400 300">
        <title>\(title)</title>
        <rect width="400" height="300" fill="\(sky)"/>
        <circle cx="\(sunX)" cy="\(sunY)" r="38" fill="#fff3c4"/>
        <path d="M0 230 Q100 150 200 220 T400 200 V300 H0 Z" fill="\(ground)" opacity="0.65"/>
        <path d="M0 260 Q120 200 240 255 T400 250 V300 H0 Z" fill="\(ground)"/>
        </svg>

        """
    }
}

/// The sizes that a client can ask for.
enum PhotoSize: String {
    case original
    case small

    var width: Int {
        switch self {
        case .original: 1_200
        case .small: 400
        }
    }
}
