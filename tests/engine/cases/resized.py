# ruff: noqa: E501  # a sample is a sample
"""Images and volumes made larger or smaller."""

X = "(torch.arange(16.0).double().view(1, 1, 4, 4).cos() * n + k[0])"
V = "(torch.arange(24.0).double().view(1, 1, 2, 3, 4).sin() * n + k[1])"

CASES = (
    *(
        f"F.interpolate({X}, {how}, mode='{mode}', align_corners={align}, antialias={smooth})"
        for mode in ("bicubic", "bilinear")
        for align in (False, True)
        for smooth in (False, True)
        for how in ("scale_factor=2", "size=(3, 2)", "scale_factor=(1.5, 0.6)")
    ),
    # the gradients that PyTorch gives of these are no slopes
    *(
        f"F.interpolate({X}.detach(), scale_factor=1.2, mode='{mode}', antialias={smooth})"
        for mode in ("bicubic", "bilinear")
        for smooth in (False, True)
    ),
    *(f"F.interpolate({V}.detach(), scale_factor=(1.5, 0.7, 1.2), mode='{mode}')" for mode in ("nearest", "nearest-exact", "trilinear")),
    *(
        f"F.interpolate({V}, {how}, mode='{mode}')"
        for mode in ("trilinear", "nearest", "nearest-exact", "area")
        for how in ("scale_factor=2", "size=(1, 2, 5)")
    ),
    *(f"F.interpolate({given}.detach(), scale_factor={by}, mode='nearest')" for given in (X, f"{X}[0]", V, f"{X}[:, :, :2, :2]") for by in (1.2, 2.3)),
    f"F.interpolate({X}[0], scale_factor=1.2, mode='linear')", f"F.interpolate({X}.float(), scale_factor=(1.2, 2), mode='bilinear')",
    f"F.interpolate({V}, size=(3, 3, 3), mode='trilinear', align_corners=True)", f"F.interpolate({V}.float(), 2, mode='trilinear')",
    f"F.interpolate({X}.detach().half(), 2, mode='bicubic')", f"F.interpolate({V}, 2, mode='bicubic')", f"F.interpolate({X}, 2, mode='trilinear')",
    f"F.interpolate({V}, 2, mode='bilinear')", f"F.interpolate({X}.detach().long(), 2, mode='bicubic')", f"F.interpolate({V}, 2, mode='trilinear', antialias=True)",
    f"F.interpolate({X}, 0, mode='bicubic')", f"F.interpolate({X}, 2, mode='lanczos')", f"torch.nn.Upsample(scale_factor=2, mode='bicubic')({X})",
    f"torch.nn.Upsample(scale_factor=2, mode='trilinear')({V})", f"F.interpolate({X}[:0], 2, mode='bicubic')", f"F.interpolate({X}.repeat(2, 3, 1, 1), 3, mode='bicubic', antialias=True)",
)  # fmt: skip


def again(of: str, how: str) -> str:
    """The backward of an interpolation, recorded."""
    return f"torch.autograd.grad((F.interpolate({of}, {how}) ** 2).sum(), n, create_graph=True)[0]"


FORWARDS = {
    "upsample_bicubic2d": (X, "size=3, mode='bicubic'"),
    "_upsample_bilinear2d_aa": (X, "size=3, mode='bilinear', antialias=True"),
    "_upsample_bicubic2d_aa": (X, "size=3, mode='bicubic', antialias=True"),
    "upsample_trilinear3d": (V, "size=3, mode='trilinear'"),
    "upsample_nearest3d": (V, "size=3, mode='nearest'"),
    "_upsample_nearest_exact3d": (V, "size=3, mode='nearest-exact'"),
}
ROWS = {
    **{name: f"F.interpolate({of}, {how})" for name, (of, how) in FORWARDS.items()},
    **{f"_{name}_backward": again(*each) for name, each in FORWARDS.items()},
}
