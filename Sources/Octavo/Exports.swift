public import BookData
public import Networks
public import Training

// What `import Octavo` shows of the targets below it: the public interface is these types, and those that
// this target declares as public.

/// What happened in an epoch of a training.
public typealias Epoch = EpochReport
/// How far predictions are from ratings.
public typealias ErrorMetrics = Training.ErrorMetrics
/// Everything that decides what a training makes of its data.
public typealias TrainingConfiguration = Training.TrainingConfiguration
/// How ratings are divided in parts to learn from, to validate and to test.
public typealias SplitConfiguration = Training.SplitConfiguration
/// Somebody who is told of a training while it runs.
public typealias TrainingCallback = Training.TrainingCallback
/// What a network is told of a pair: ids alone, or what else is known as well.
public typealias Architecture = Networks.Architecture
/// The shape of a network.
public typealias NetworkConfiguration = Networks.NetworkConfiguration
/// How parameters change.
public typealias OptimizerConfiguration = Networks.OptimizerConfiguration
/// The names of columns, and what separates fields.
public typealias RatingsFormat = BookData.RatingsFormat
/// Ratings with the ids of their readers and books.
public typealias Ratings = BookData.Ratings
/// A row of a file of ratings.
public typealias Rating = BookData.Rating
/// The lowest and the highest rating.
public typealias RatingRange = BookData.RatingRange
/// What is wrong with a file of data.
public typealias DataError = BookData.DataError
