// `import Octavo` shows the targets of data and of training whole: to this package's own targets all that they
// declare, to other packages what they declare as public.
@_exported public import BookData
@_exported public import Databases
public import Kernels
import Lists
public import Networks
@_exported public import Training

/// What a network is told of a pair: ids alone, or what else is known as well.
package typealias Architecture = Networks.Architecture
/// The shape of a network.
public typealias NetworkConfiguration = Networks.NetworkConfiguration
/// How parameters change.
public typealias OptimizerConfiguration = Networks.OptimizerConfiguration
/// What a list of recommendations shall be like.
package typealias ListRequest = Lists.ListRequest
/// Which books may be on a list.
package typealias BookFilter = Lists.BookFilter
/// How good lists are.
package typealias RankingMetrics = Lists.RankingMetrics
/// What books are ranked by.
package typealias RankBy = Lists.RankBy
/// The item–item weights of lists cannot be computed from these ratings.
public typealias NotPositiveDefiniteError = Kernels.NotPositiveDefiniteError
