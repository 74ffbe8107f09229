import Kernels
import Layers
import Models
import Training
let args = CommandLine.arguments
let B = Int(args[1])!, T = Int(args[2])!, steps = Int(args[3])!
var g = SeededGenerator(seed: 1)
let N = 4_800_000
let rows: [(UInt32, UInt32, Float)] = (0..<N).map { _ in
  let u = g.uniform(); let b = g.uniform()
  return (UInt32(u * 53424), UInt32(b * b * 10000), Float(1 + Int(g.uniform() * 5)))
}
var config = NetworkConfiguration()
var opt = OptimizerConfiguration()
let net = RatingNetwork(config, readers: 53424, books: 10000, mean: 3, slots: opt.slots, using: &g)
let step = TrainingStep(network: net, optimizer: opt, batchSize: B, threads: T, seed: 1)
let order = IndexPermutation(count: N, seed: 1, stream: 0)
let clock = ContinuousClock()
func run(_ n: Int) -> Double {
  var sum = 0.0
  for s in 0..<n {
    let base = (s * B) % (N - B)
    sum += step.take(B) { range, batch in
      for i in range { let r = rows[order[base + i]]; batch.set(i, reader: r.0, book: r.1, target: r.2) }
    }
  }
  return sum
}
_ = run(max(5, steps / 10))
let t0 = clock.now
let loss = run(steps)
let d = clock.now - t0
let sec = Double(d.components.seconds) + Double(d.components.attoseconds) * 1e-18
print("B \(B) T \(T): \(Int(Double(steps * B) / sec)) ratings/s, mse \(loss / Double(steps * B))")
