from torch import nn


class Block(nn.Module):
    """The summed embeddings of a text's trigrams, nn.EmbeddingBag(mode="sum"); several texts side by side: [R, texts x
    D]."""

    def __init__(self, node):
        super().__init__()

    def forward(self, ctx):
        return {"vector": {"values": ctx.lookup("trigrams").flatten(1)}}
