/// Everything another Swift program needs to train a recommender, load a model, predict and recommend.
@_exported public import Interactions
@_exported public import Layers
@_exported public import Models
@_exported public import Serving
@_exported public import Training
