import Testing

@testable import Databases
