"""Runs single blocks on given inputs: the oracle of the contract suite. Appended to the prelude and the blocks in place
of a graph."""


def as_function(module, names, case, leaves, detach):
    """The module as a function of its leaves: weights, inputs and looked-up rows, by name."""
    values = dict(zip(names, leaves))

    def part(prefix):
        return {name[len(prefix) :]: value for name, value in values.items() if name.startswith(prefix)}

    lookups, inputs = part("lookup/"), part("input/")
    history = (unpack(case["history"]["mask"]), unpack(case["history"]["ageDays"]))
    detach.begin()
    ctx = Context(
        SimpleNamespace(**case["node"]),
        case,
        case["training"],
        lookups.__getitem__,
        history,
        lambda _: unpack(case["tokens"]["mask"]),
        [ability(case) for ability in ABILITIES],
        detach,
    )

    def port(path, type):
        given = {key[len(path) + 1 :]: value for key, value in inputs.items() if key.startswith(path + "/")}
        constants = {
            key[len(path) + 1 :]: unpack(value)
            for key, value in case["constants"].items()
            if key.startswith(path + "/")
        }
        return SimpleNamespace(type=type, **given, **constants)

    arguments = {
        name: (
            [port(f"{name}/{at}", type) for at, type in enumerate(types)]
            if isinstance(types, list)
            else port(f"{name}/0", types)
        )
        for name, types in case["node"]["inputs"].items()
    }
    weights = {name.replace("/", "."): value for name, value in part("weight/").items()}
    # State of its own is new each time: it may write there.
    buffers = {name: unpack(value) for name, value in case["buffers"].items()}
    outputs = torch.func.functional_call(module, {**weights, **buffers}, (ctx,), arguments)
    total = sum(
        (unpack(cotangent) * outputs[path.split("/")[0]][path.split("/")[1]]).sum()
        for path, cotangent in case["cotangents"].items()
    )
    return total, outputs


def run_case(blocks, case):
    module = blocks[case["node"]["block"]](SimpleNamespace(**case["node"]))
    own = {name.replace(".", "/"): list(w.shape) for name, w in module.named_parameters()}
    kept = {name: list(b.shape) for name, b in module.named_buffers()}
    if kept != {name: value["shape"] for name, value in case["buffers"].items()}:
        return {"error": f"what the twin keeps between steps: {kept}, and the block otherwise"}
    given = {
        name[len("weight/") :]: leaf["shape"] for name, leaf in case["leaves"].items() if name.startswith("weight/")
    }
    if own != given:
        return {"error": f"weights of the twin: {own}, of the block: {given}"}
    names = list(case["leaves"])
    leaves = [unpack(case["leaves"][name]).requires_grad_() for name in names]
    detach = Constants()
    total, outputs = as_function(module, names, case, leaves, detach)
    gradients = torch.autograd.grad(total, leaves, allow_unused=True) if total.requires_grad else [None] * len(leaves)
    result = {
        "outputs": {f"{output}/{name}": pack(x) for output, value in outputs.items() for name, x in value.items()},
        "gradients": {
            name: pack(torch.zeros_like(leaf) if grad is None else grad)
            for name, leaf, grad in zip(names, leaves, gradients)
        },
    }
    if total.requires_grad:
        try:
            torch.autograd.gradcheck(
                lambda *values: as_function(module, names, case, values, detach)[0], leaves, fast_mode=True
            )
            result["gradcheck"] = "agrees"
        except RuntimeError as error:
            result["gradcheck"] = str(error)
    return result


def main_cases(blocks):
    torch.set_default_dtype(torch.float64)
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    json.dump([run_case(blocks, case) for case in cases], sys.stdout)
