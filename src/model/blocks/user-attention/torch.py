import torch
from torch import nn


class Block(nn.Module):
    """Weighted mean over the events of a row, by their products with a mapped query; `apart`, field by field. Rows
    without events give zeros."""

    def __init__(self, node):
        super().__init__()
        self.apart = node.params["apart"]
        sequence, query = node.inputs["sequence"], node.inputs["query"]
        across = len(sequence["names"]) * sequence["width"]
        self.kernel = nn.Parameter(nn.init.xavier_uniform_(torch.empty(query["width"], across)))
        self.bias = nn.Parameter(torch.zeros(across))

    def forward(self, ctx, sequence, query):
        rows, _, fields, width = sequence.values.shape
        asked = (query.values @ self.kernel + self.bias).reshape(rows, fields, width)
        logits = torch.einsum("rfd,rtfd->rtf", asked, sequence.values)
        if not self.apart:
            logits = logits.sum(dim=2, keepdim=True)
        there = sequence.mask[..., None] > 0
        shares = torch.softmax(logits.masked_fill(~there, -1e9), dim=1) * there
        return {"vector": {"values": (shares[..., None] * sequence.values).sum(dim=1).flatten(1)}}
