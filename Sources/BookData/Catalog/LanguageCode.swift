import Foundation

/// Codes of languages as catalogues write them.
package enum LanguageCode {
  /// The language of a code without region, as its code of two letters where it has one.
  package static func plain(_ code: String) -> String {
    let parts = code.split { $0 == "-" || $0 == "_" }
    let primary = String(parts.first ?? "").lowercased()
    // Goodreads uses the bibliographic codes of ISO 639-2 where there are two.
    let bibliographic = [
      "fre": "fr", "ger": "de", "dut": "nl", "chi": "zh", "cze": "cs", "gre": "el", "per": "fa",
      "rum": "ro", "ice": "is", "slo": "sk", "alb": "sq", "may": "ms", "wel": "cy",
    ]
    return bibliographic[primary] ?? Locale.LanguageCode(primary).identifier(.alpha2) ?? primary
  }
}
