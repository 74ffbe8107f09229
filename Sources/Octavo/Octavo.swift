/// Everything another Swift program needs to train a recommender, load a model, predict and recommend.
@_exported public import BookData
@_exported public import Networks
@_exported public import Training

