"""The reference network with biases, trained with PyTorch and with Keras: mean + bias of reader + bias of book + dense layers.

Embeddings of 32, dense 128 ReLU, dense 64 ReLU, dense 1; Adam, mean squared error + l2 · (the squared embeddings and biases of a
batch), a dropout after each dense layer.
"""
import os
import numpy as np

DIMENSION, WIDTHS = 32, (128, 64)


def with_torch(ratings, s):
    import torch

    torch.manual_seed(0)
    network = torch_network(torch, ratings, s)
    optimizer = torch.optim.Adam(network.parameters(), lr=s["rate"], fused=True)
    users, books, values = (torch.from_numpy(part) for part in ratings.train)
    values = (values - ratings.mean).float()
    for _ in range(s["epochs"]):
        for rows in torch.randperm(len(users)).split(s["batch"]):
            predictions, penalty = network(users[rows], books[rows])
            loss = ((predictions - values[rows]) ** 2).mean() + s["l2"] * penalty
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    network.eval()
    with torch.inference_mode():
        parts = zip(*(torch.from_numpy(part).split(65536) for part in ratings.test[:2]))
        return np.concatenate([network(*part)[0].numpy() for part in parts]) + ratings.mean


def torch_network(torch, ratings, s):
    nn = torch.nn

    class Network(nn.Module):
        def __init__(self):
            super().__init__()
            # The last column of each table is the bias.
            self.users = nn.Embedding(len(ratings.users), DIMENSION + 1)
            self.books = nn.Embedding(len(ratings.books), DIMENSION + 1)
            for table in (self.users, self.books):
                nn.init.normal_(table.weight, 0, 0.05)
            layers, inputs = [], 2 * DIMENSION
            for width in WIDTHS:
                layers += [nn.Linear(inputs, width), nn.ReLU(), nn.Dropout(s["dropout"])]
                inputs = width
            self.dense = nn.Sequential(*layers, nn.Linear(inputs, 1))

        def forward(self, users, books):
            u, b = self.users(users), self.books(books)
            both = torch.cat([u[:, :-1], b[:, :-1]], 1)
            penalty = (u**2).sum(1).mean() + (b**2).sum(1).mean()
            return self.dense(both).squeeze(1) + u[:, -1] + b[:, -1], penalty

    return Network()


def with_keras(ratings, s):
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    keras.utils.set_random_seed(0)
    model = keras_network(keras, ratings, s)
    model.compile(optimizer=keras.optimizers.Adam(s["rate"]), loss="mse", jit_compile=False)
    users, books, values = ratings.train
    model.fit([users[:, None], books[:, None]], values - ratings.mean, batch_size=s["batch"], epochs=s["epochs"], verbose=0)
    pairs = [part[:, None] for part in ratings.test[:2]]
    return model.predict(pairs, batch_size=65536, verbose=0)[:, 0] + ratings.mean


def keras_network(keras, ratings, s):
    layers = keras.layers

    def embedding(ids, count, width):
        table = layers.Embedding(count, width, embeddings_initializer=keras.initializers.RandomNormal(0, 0.05))
        # Keras divides an activity's penalty by the batch.
        return layers.ActivityRegularization(l2=s["l2"])(layers.Flatten()(table(ids)))

    user, book = layers.Input((1,), dtype="int32"), layers.Input((1,), dtype="int32")
    tables = [(user, len(ratings.users)), (book, len(ratings.books))]
    vectors, biases = ([embedding(ids, count, width) for ids, count in tables] for width in (DIMENSION, 1))
    x = layers.Concatenate()(vectors)
    for width in WIDTHS:
        x = layers.Dropout(s["dropout"])(layers.Dense(width, activation="relu")(x))
    return keras.Model([user, book], layers.Add()([layers.Dense(1)(x)] + biases))
