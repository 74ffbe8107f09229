public import Kernels

/// What was found about OpenBLAS and threads.
public struct ThreadingFacts: Sendable, Codable, Equatable {
  /// How OpenBLAS was built to use threads.
  public var build: BLAS.Build
  /// The threads that it says it uses for one call, after it was asked for one.
  public var threadsPerCall: Int
  /// How many threads may call it at once.
  public var callerLimit: Int
  /// How many threads call it at once here.
  public var callers: Int
  /// The processor time that other threads spent on the callers' products, as a share of the callers' own.
  public var helperShare: Double
  /// The products computed by several callers at once.
  public var products: Int
  /// Those of them that differ from what one caller alone computes.
  public var wrongProducts: Int
  /// How many times as fast all callers are as one; nil if that was not measured.
  public var speedUp: Double?
  /// The numbers of threads with which a training gave another model than one thread; nil if that was not
  /// measured.
  public var differingThreads: [Int]?

  /// Facts of these parts.
  public init(
    build: BLAS.Build, threadsPerCall: Int, callerLimit: Int, callers: Int, helperShare: Double,
    products: Int, wrongProducts: Int, speedUp: Double? = nil, differingThreads: [Int]? = nil
  ) {
    (self.build, self.threadsPerCall, self.callerLimit) = (build, threadsPerCall, callerLimit)
    (self.callers, self.helperShare) = (callers, helperShare)
    (self.products, self.wrongProducts) = (products, wrongProducts)
    (self.speedUp, self.differingThreads) = (speedUp, differingThreads)
  }
}

/// Something about OpenBLAS and threads that harms.
public enum ThreadingFinding: Sendable, Equatable {
  /// It does not keep to one thread for each call.
  case severalThreadsPerCall(Int)
  /// It says one thread for each call, and others work all the same.
  case helpers(BLAS.Build, share: Double)
  /// Several callers at once get wrong numbers.
  case wrongProducts(BLAS.Build, wrong: Int, of: Int)
  /// Fewer threads work than were wished for, because it can do with no more.
  case fewerThreads(Int, of: Int, BLAS.Build)
  /// More threads call it than it has buffers for.
  case tooManyCallers(Int, limit: Int)
  /// Several callers are hardly faster than one.
  case noSpeedUp(Double, callers: Int)
  /// A training gives other numbers on other numbers of threads.
  case differentModels([Int])
}

extension ThreadingFacts {
  /// The share of processor time beyond which others help: below it are the system's own threads.
  static let tolerableHelp = 0.1
  /// The share of the callers that a speed-up must reach; cores that share arithmetic units reach half.
  static let expectedSpeedUp = 0.4

  /// What harms, the gravest first.
  public var findings: [ThreadingFinding] {
    var findings: [ThreadingFinding] = []
    if wrongProducts > 0 {
      findings.append(.wrongProducts(build, wrong: wrongProducts, of: products))
    }
    if let differingThreads, !differingThreads.isEmpty {
      findings.append(.differentModels(differingThreads))
    }
    if callers > callerLimit { findings.append(.tooManyCallers(callers, limit: callerLimit)) }
    if threadsPerCall != 1 {
      findings.append(.severalThreadsPerCall(threadsPerCall))
    } else if helperShare > Self.tolerableHelp {
      findings.append(.helpers(build, share: helperShare))
    }
    if let speedUp, callers > 1, speedUp < Self.expectedSpeedUp * Double(callers) {
      findings.append(.noSpeedUp(speedUp, callers: callers))
    }
    return findings
  }
}

extension ThreadingFinding: CustomStringConvertible {
  /// Fewer threads work than were wished for, because of the OpenBLAS in use.
  package static func fewer(_ count: Int, of wished: Int) -> Self {
    .fewerThreads(count, of: wished, BLAS.build)
  }

  /// What is wrong and what would help, in a sentence or two.
  public var description: String {
    switch self {
    case .severalThreadsPerCall(let count):
      "OpenBLAS works with \(count) threads for each call though it was asked for one; start with "
        + "OPENBLAS_NUM_THREADS=1"
    case .helpers(let build, let share):
      "OpenBLAS, the \(build.rawValue) build, lets other threads help with each call "
        + "(\(Int((100 * share).rounded())) % of the callers' time), and those hinder each other; "
        + "\(Self.remedy(build))"
    case .wrongProducts(let build, let wrong, let count):
      "OpenBLAS, the \(build.rawValue) build, computes wrong numbers when several threads call it "
        + "(\(wrong) of \(count) products); use --threads 1, or \(Self.remedy(build))"
    case .fewerThreads(let count, let wished, let build):
      "works with \(count) of \(wished) threads: "
        + (build == .serial
          ? "OpenBLAS, the serial build, computes wrong numbers for several callers at once; "
            + Self.remedy(build)
          : "OpenBLAS was built for so many callers at once")
    case .tooManyCallers(let callers, let limit):
      "\(callers) threads call OpenBLAS, which was built for at most \(limit) callers at once and may "
        + "end the program; use --threads \(limit) or fewer"
    case .noSpeedUp(let speedUp, let callers):
      "\(callers) threads multiply matrices only \((speedUp * 10).rounded() / 10) times as fast as one: "
        + "other programs are busy, or the container may use fewer processors than it sees"
    case .differentModels(let threads):
      "a training on \(threads.map(String.init).joined(separator: ", ")) threads gave another model "
        + "than on one; use --threads 1, and please report this"
    }
  }

  private static func remedy(_ build: BLAS.Build) -> String {
    let package = "install the build with POSIX threads (Debian: libopenblas0-pthread)"
    return build == .openMP ? "start with OMP_NUM_THREADS=1, or \(package)" : package
  }
}
