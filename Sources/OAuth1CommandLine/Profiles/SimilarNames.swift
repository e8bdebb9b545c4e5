//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// Names that somebody may have meant.
enum SimilarNames {
    /// The most names that are suggested.
    private static let maximumCount = 3
    /// The longest name that is compared.
    private static let maximumLength = 40

    /// Former names of services, by which people still know them.
    private static let formerNames = ["twitter": "x", "jira": "atlassian-dc", "mediawiki": "wikimedia"]

    /// Finds the names that contain the given one or are contained in it, or else those that differ by a typing error.
    static func find(_ name: String, in names: [String]) -> [String] {
        let name = name.lowercased()
        guard name.utf8.count <= maximumLength, !name.isEmpty else { return [] }
        if let current = formerNames[name], names.contains(current) { return [current] }
        let containing = names.filter { other in
            (name.count >= 3 && other.contains(name)) || (other.count >= 3 && name.contains(other))
        }
        let tolerance = max(1, name.count / 4)
        let found = containing.isEmpty ? names.filter { distance(name, $0) <= tolerance } : containing
        return Array(found.sorted().prefix(maximumCount))
    }

    /// How many letters are missing, additional or different (Levenshtein).
    private static func distance(_ one: String, _ other: String) -> Int {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let replaced = diagonal + (byte == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
            }
        }
        return row[other.count]
    }
}
#endif
