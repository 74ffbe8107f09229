import Support
import Testing

/// Vectors from RFC 3720, appendix B.4, and the check value of every catalogue of checksums.
@Suite struct CRC32CTests {
  @Test func theCheckValue() {
    #expect(CRC32C(of: Array("123456789".utf8)).value == 0xE306_9283)
  }

  @Test func noBytes() {
    #expect(CRC32C().value == 0)
    #expect(CRC32C(of: []).value == 0)
  }

  @Test func theVectorsOfRFC3720() {
    #expect(CRC32C(of: [UInt8](repeating: 0, count: 32)).value == 0x8A91_36AA)
    #expect(CRC32C(of: [UInt8](repeating: 0xFF, count: 32)).value == 0x62A8_AB43)
    #expect(CRC32C(of: Array(0..<32)).value == 0x46DD_794E)
    #expect(CRC32C(of: Array((0..<32).reversed())).value == 0x113F_DB5C)
    #expect(CRC32C(of: readCommand).value == 0xD996_3A56)
  }

  @Test(arguments: 0...40)
  func piecesGiveTheChecksumOfTheWhole(cut: Int) {
    let bytes = (0..<40).map { UInt8($0 * 37 % 251) }
    var checksum = CRC32C(of: Array(bytes[..<cut]))
    checksum.update(Array(bytes[cut...]))
    #expect(checksum == CRC32C(of: bytes))
    #expect(checksum.value == bitByBit(bytes))
  }

  /// "An iSCSI - SCSI Read (10) Command PDU".
  private let readCommand: [UInt8] = [
    0x01, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18,
    0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  ]

  /// The definition, one bit at a time.
  private func bitByBit(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { state, byte in
      (0..<8).reduce(state ^ UInt32(byte)) { state, _ in
        state & 1 == 1 ? (state >> 1) ^ 0x82F6_3B78 : state >> 1
      }
    }
  }
}
