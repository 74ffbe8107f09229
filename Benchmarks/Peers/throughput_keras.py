"""Training ratings a second of Keras with TensorFlow on the reference network: embeddings of 32, dense 128, 64 (ReLU) and 1.

    python throughput_keras.py --ratings FILE --batch-size 4096 [--jit] [--steps-per-execution 32] [--bfloat16]

Adam at 0.001, mean squared error, `fit` on shuffled ratings that lie in memory; the first steps are left out. Prints one line of
JSON. Keras' Adam updates whole tables of embeddings; it has no other kind.
"""
import argparse, json, os, time

p = argparse.ArgumentParser()
p.add_argument("--ratings", required=True)
p.add_argument("--batch-size", type=int, default=4096)
p.add_argument("--threads", type=int, default=2)
p.add_argument("--seconds", type=float, default=5, help="how long to train, warm-up not counted")
p.add_argument("--jit", action="store_true", help="compile with XLA")
p.add_argument("--steps-per-execution", type=int, default=1)
p.add_argument("--bfloat16", action="store_true", help="the policy mixed_bfloat16")
a = p.parse_args()

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras, tensorflow as tf
from keras import layers
from shuffled import read_shuffled

tf.config.threading.set_intra_op_parallelism_threads(a.threads)
keras.utils.set_random_seed(0)
if a.bfloat16:
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
WARM_UP = max(20, 2 * a.steps_per_execution)


def network(readers, books, width=32):
    user, book = layers.Input((), dtype="int32"), layers.Input((), dtype="int32")
    x = layers.Concatenate()([layers.Embedding(readers, width)(user), layers.Embedding(books, width)(book)])
    x = layers.Dense(64, activation="relu")(layers.Dense(128, activation="relu")(x))
    return keras.Model([user, book], layers.Dense(1, dtype="float32")(x))


class Enough(Exception):
    pass


class Clock(keras.callbacks.Callback):
    """Ends the training after so many seconds, of which the first steps are no part."""

    started = None

    def on_epoch_begin(self, epoch, logs=None):
        self.before = epoch * steps_an_epoch

    def on_train_batch_end(self, batch, logs=None):
        now, steps = time.perf_counter(), self.before + batch
        if self.started is None:
            if steps >= WARM_UP:
                self.first, self.started = steps, now
        elif now >= self.started + a.seconds:
            raise Enough((steps - self.first) * a.batch_size / (now - self.started))


(users, books_rated, ratings), readers, books = read_shuffled(a.ratings)
model = network(readers, books)
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="mse", jit_compile=a.jit, steps_per_execution=a.steps_per_execution)
steps_an_epoch = len(users) // a.batch_size
rows = steps_an_epoch * a.batch_size
try:
    model.fit([users[:rows], books_rated[:rows]], ratings[:rows], batch_size=a.batch_size, epochs=10**6, verbose=0, callbacks=[Clock()])
except Enough as end:
    rate = end.args[0]
print(json.dumps(dict(peer="keras", version=keras.__version__, tensorflow=tf.__version__, batch_size=a.batch_size, threads=a.threads,
                      jit=a.jit, steps_per_execution=a.steps_per_execution, bfloat16=a.bfloat16, ratings_per_second=round(rate))))
