# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Saturation, softmax, and a flat direction
#
# These are three experiments on [the running network](../notation.md), each with a question first.
# Guess the result before you run the cell.
#
# The data are five examples with two inputs and four targets each.
# The training is gradient descent on the mean loss, with the gradients that the other pages derive.
#
# <!-- derivcheck: with ../notation.md -->

# %%
import io
import re

import matplotlib
import numpy as np
from IPython.display import HTML, display
from matplotlib.figure import Figure

from derivcheck.network import A, B, TwoLayerNetwork, squared_error
from derivcheck.running import batch_t, batch_x, parameters

# Blue and orange can be read on a white page and on a dark one;
# ink stands for the colour of the text around the figure.
INK, BLUE, ORANGE = "#777f8f", "#1e88c8", "#d55e00"
inked = ("text.color", "xtick.color", "ytick.color",
         "axes.edgecolor", "axes.labelcolor", "axes.titlecolor")
matplotlib.rcParams.update({name: INK for name in inked} | {
    "svg.fonttype": "none", "svg.hashsalt": "saturation",
    "font.size": 12, "lines.linewidth": 2,
    "axes.spines.top": False, "axes.spines.right": False,
})


def show(figure, name, seen):
    """Display a figure, with words for those who do not see it."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True,
                   bbox_inches="tight", metadata={"Date": None})
    svg = file.getvalue().replace(INK, "currentColor")
    svg = svg[svg.index("<svg"):]
    svg = re.sub("<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    size = 'width="690" style="max-width: 100%; height: auto"'
    svg = re.sub(r'width="[^"]*" height="[^"]*"', size, svg, count=1)
    words = f'<svg role="img" aria-label="{seen}" '
    display(HTML(svg.replace("<svg ", words, 1)))


def train(network, start, steps, rate):
    """Gradient descent; what was seen before each step, by name."""
    now = {name: value.copy() for name, value in start.items()}
    seen = {"squares": [], "norm": [], "columns of W": [], "sum of b": []}
    for _ in range(steps):
        f = network.forward(now, batch_x)
        g = network.backward(now, batch_x, batch_t)
        slopes = {name: getattr(g, name) for name in now}
        squares = sum(np.sum(slope**2) for slope in slopes.values())
        seen["squares"].append(squared_error(f.out_o, batch_t))
        seen["norm"].append(np.sqrt(squares))
        seen["columns of W"].append(now["W"].sum(axis=0))
        seen["sum of b"].append(now["b"].sum())
        now = {name: now[name] - rate * slopes[name] for name in now}
    return {name: np.array(values) for name, values in seen.items()}


# %% [markdown]
# ## 1. Which loss recovers from a bad start?
#
# Add 5 to every output bias. All four sigmoid outputs are then nearly 1 for every input.
# The targets are between 0.05 and 0.70, so all outputs are wrong.
# Two copies of this network start here, one with squared error, one with binary cross-entropy, with the same learning rate.
#
# *How many times longer is the second gradient at the start?*
# *And does the first one grow or shrink while its network improves?*

# %%
saturated = {**parameters, "c": parameters["c"] + 5}
rival = TwoLayerNetwork("sigmoid", "sigmoid", "binary cross-entropy")
runs = {
    "squared error": train(A, saturated, steps=600, rate=0.5),
    "cross-entropy": train(rival, saturated, steps=600, rate=0.5),
}
for name, run in runs.items():
    print(f"{name}: first gradient {run['norm'][0]:.3f}; "
          f"squares after 10 steps {run['squares'][10]:.3f}, "
          f"200 {run['squares'][200]:.3f}")

squares, entropy = runs["squared error"], runs["cross-entropy"]
assert entropy["norm"][0] > 100 * squares["norm"][0]
assert entropy["squares"][10] < 0.1 < 1 < squares["squares"][10]
assert squares["norm"][100] > 5 * squares["norm"][0]
assert squares["squares"][100] < squares["squares"][0]

# %%
figure = Figure(figsize=(9, 3.6))
left, right = figure.subplots(1, 2)
looks = ({"color": BLUE, "ls": "-"}, {"color": ORANGE, "ls": "--"})
for (name, run), look in zip(runs.items(), looks, strict=True):
    left.plot(run["squares"], label=name, **look)
    right.semilogy(run["norm"], **look)
left.set(title="half the sum of squares", xlabel="step", ylim=(0, 1.25))
right.set(title="length of the gradient", xlabel="step")
left.legend(frameon=False, title="trained with")
figure.tight_layout()
show(figure, "race",
     "Two plots over 600 steps. Left, the distance from the targets: "
     "cross-entropy falls from 1.19 to under 0.1 within 10 steps; "
     "squared error stays near 1.19 for 50 steps and comes down in "
     "four stairs, to 0.07. Right, the length of the gradient: "
     "cross-entropy starts at 2 and falls; squared error starts at "
     "0.016 and rises to four peaks of about 0.15, one for each "
     "stair.")

# %% [markdown]
# *Both curves on the left show half the sum of squares, also for the network that was trained with cross-entropy.*
#
# The second gradient is 130 times longer.
# For a sigmoid output and squared error,
#
# $$
# \begin{gathered}
# out_{o_j} := \frac{1}{1 + e^{-net_{o_j}}} \\[0.8em]
# E := \frac{1}{2} \sum_j (out_{o_j} - t_j)^2,
# \end{gathered}
# $$
#
# every delta contains the derivative of its sigmoid,
#
# $$
# \delta_j = (out_{o_j} - t_j)\, out_{o_j} (1 - out_{o_j}),
# $$
#
# and at an output of 0.99 this derivative is about 0.01.
# With binary cross-entropy it cancels and the delta is $out_{o_j} - t_j$; see [the output layer](../output-layer.md).
#
# So squared error does worse even when you measure squared error.
# It falls in four stairs, one for each output. Each output stays on its plateau until its derivative has grown enough to leave it.
# The first gradient therefore *grows* while its network improves, four times.
#
# A short gradient can mean that there is nothing left to learn, or that the units are saturated.

# %% [markdown]
# ## 2. What does a softmax hidden layer keep fixed?
#
# Now take the original start, squared error, and two kinds of hidden layer: sigmoid units, and softmax units.
# Look at the sum of the three weights from the first input.
# They are 0.4, −0.3 and 0.8, and the sum is 0.9.
#
# *Both networks learn, and all their weights change.*
# *What happens to the sum?*

# %%
hidden = {
    "sigmoid hidden units": train(A, parameters, steps=600, rate=1.0),
    "softmax hidden units": train(B, parameters, steps=600, rate=1.0),
}
for name, run in hidden.items():
    sums = run["columns of W"][:, 0]
    print(f"{name}: squares "
          f"{run['squares'][0]:.3f} to {run['squares'][-1]:.3f}, "
          f"weights {sums[0]:.3f} to {sums[-1]:.3f}")

sigmoid = hidden["sigmoid hidden units"]
softmax = hidden["softmax hidden units"]
assert softmax["squares"][-1] < softmax["squares"][0] / 5
assert np.ptp(softmax["columns of W"], axis=0).max() < 1e-12
assert np.ptp(softmax["sum of b"]) < 1e-12
assert np.ptp(sigmoid["columns of W"], axis=0).min() > 0.5

# %%
figure = Figure(figsize=(9, 3.6))
left, right = figure.subplots(1, 2)
for (name, run), look in zip(hidden.items(), looks, strict=True):
    left.plot(run["squares"], label=name, **look)
    right.plot(run["columns of W"][:, 0], **look)
left.set(title="half the sum of squares", xlabel="step", ylim=(0, 0.3))
right.set(title="weights from input 1, summed", xlabel="step",
          ylim=(0, 1.6))
left.legend(frameon=False)
figure.tight_layout()
show(figure, "shares",
     "Two plots over 600 steps. Left, the loss: both hidden layers "
     "learn, sigmoid from 0.285 to 0.052, softmax from 0.273 to "
     "0.037. Right, the sum of the three weights from input 1: for "
     "sigmoid it wanders from 0.9 down to 0.7 and up to 1.4; for "
     "softmax it is a level line at 0.9.")

# %% [markdown]
# *The softmax layer learns just as well, and the sum of its weights from one input does not change.*
#
# <!-- derivcheck: fresh -->
#
# <!-- derivcheck: with ../notation.md -->
#
# With softmax in the hidden layer,
#
# $$
# \begin{gathered}
# out_{h_i} := \frac{e^{net_{h_i}}}{\sum_m e^{net_{h_m}}} \\[0.8em]
# out_{o_j} := \frac{1}{1 + e^{-net_{o_j}}} \\[0.8em]
# E := \frac{1}{2} \sum_j (out_{o_j} - t_j)^2,
# \end{gathered}
# $$
#
# only the difference from the average matters, so the deltas of the layer sum to zero,
#
# $$
# \sum_i \delta_{h_i} = 0, \qquad \sum_i \frac{\partial E}{\partial w_{ik}} = 0,
# $$
#
# for every example, hence for the batch and for every step.
# The outputs do not depend on a common shift of the net inputs, and gradient descent never makes one.
# For your own code this is a test of one line: the column sums of the gradient must be zero ([a softmax hidden layer](../softmax-hidden-layer.md)).

# %% [markdown]
# ## 3. Where is the loss exactly flat?
#
# The bias of the first output adds the same number for every hidden output.
# A common shift of its three weights does too, if the hidden outputs sum to one.
# Change both: the bias along one axis, the three weights together along the other.
#
# *In which direction do the contours of the loss run above softmax units, and in which above sigmoid units?*

# %%
moves = np.linspace(-4, 4, 41)


def moved(network, bias, weights):
    """The mean loss, with output 1's bias and weights moved."""
    first = np.array([1.0, 0.0, 0.0, 0.0])
    V = parameters["V"] + weights * first[:, np.newaxis]
    c = parameters["c"] + bias * first
    return network.loss({**parameters, "V": V, "c": c}, batch_x, batch_t)


surfaces = {
    name: np.array([[moved(network, r, s) for r in moves] for s in moves])
    for name, network in
    {"softmax hidden units": B, "sigmoid hidden units": A}.items()
}
falling = {name: np.diagonal(surface[:, ::-1])
           for name, surface in surfaces.items()}
for name, values in falling.items():
    print(f"{name}: bias up, weights down, loss by {np.ptp(values):.6f}")

assert np.ptp(falling["softmax hidden units"]) < 1e-12
assert np.ptp(falling["sigmoid hidden units"]) > 0.01
for network, agrees in ((B, True), (A, False)):
    g = network.backward(parameters, batch_x, batch_t)
    assert np.allclose(g.c, g.V.sum(axis=1)) is agrees

# %%
figure = Figure(figsize=(9, 4.4))
both = zip(figure.subplots(1, 2), surfaces.items(), (ORANGE, BLUE),
           strict=True)
for axes, (name, surface), colour in both:
    lines = axes.contour(moves, moves, surface, levels=10,
                         colors=colour, linewidths=1.5)
    axes.clabel(lines, lines.levels[::2], fontsize=10, colors=INK)
    axes.plot(0, 0, "o", color=INK)
    axes.set(title=name, xlabel="change of the bias",
             ylabel="change of the three weights", aspect="equal")
figure.tight_layout()
show(figure, "flat",
     "Two contour plots of the loss, with the change of the bias of "
     "output 1 to the right and the common change of its three "
     "weights upwards. Above softmax units every contour is a "
     "straight line that falls at 45 degrees. Above sigmoid units "
     "the contours fall less steeply and spread apart, and the "
     "lowest of them turns back.")

# %% [markdown]
# *Above softmax units the loss is constant along one direction of the plane; above sigmoid units it changes in every direction.*
#
# Along a straight contour the bias gains what each weight loses, and neither the output nor the loss changes.
# The same fact holds for the loss and for its gradient:
#
# $$
# \begin{gathered}
# net_{o_j} = \sum_i (v_{ji} + c_j)\, out_{h_i} \\[0.4em]
# \frac{\partial E}{\partial c_j} = \sum_i \frac{\partial E}{\partial v_{ji}},
# \end{gathered}
# $$
#
# both because $\sum_i out_{h_i} = 1$.
# Sigmoid hidden outputs have a different sum for every example, so the weights cannot undo a change of the bias for all examples together.
#
# Although one direction is flat, the bias is not useless: along the other diagonal both axes change the loss, and gradient descent uses both.
# See [the bias](../bias.md) for the reasons to keep it.
