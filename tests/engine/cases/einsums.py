# ruff: noqa: E501  # a sample is a sample
"""Equations of `einsum`, right and wrong."""

CASES = tuple(
    f"torch.einsum({each})"
    for each in (
        "'ij,kj->ik', x, y", "'ij->ji', x", "'ii->i', s", "'ii', s", "'ij->', x", "'ij->j', x", "'ij', x", "'ji', x", "'i,j->ij', v, k", "'i,i->', v, w", "'i,i', v, w",
        "'i,i->i', v, w", "'bij,bjk->bik', h, h", "'bij,bjk->bki', h, h", "'ij,j->i', x, v", "'ij,j', x, v", "'bij,jk', h, s", "'ij,ij->ij', x, y", "'ij,ij->', x, y", "'ij,ij->i', x, y",
        "'ij,kj,kl->il', x, y, s", "'i,ij,j', k, x, v", "'...ij,...jk->...ik', h, h", "'...ij->...ji', h", "'...', x", "'i...->...', x", "'...i,i->...', h, k", "'ij,...j->...i', s, h",
        "'bii->b', h", "'bii->bi', h", "'iij->j', h", "'i,j,k->ijk', v, k, w", "'ab,cd->abcd', x, s", "'ij , kj -> ik', x, y", "'ij,kl->il', x, s", "'i,j->', v, k", "'n,n,n->n', v, w, v",
        "'i,->i', v, n", "',', n, n", "'', n", "'->', n", "x, [0, 1], y, [2, 1], [0, 2]", "x, [0, 1], y, [2, 1]", "x, [0, ...], [..., 0]", "h, [0, 1, 1]", "'ij,kj->ik', [x, y]", "'ij,kj', (x, y)",
        "'bqd,bkd->bqk', h, h", "'ij,ij->ij', x, y[:1]", "'ij,jk->ik', x, v[:, None]", "'ij,jk->ki', x, y.T", "'Aj,Bj', x, y", "'i->i', v[:0]", "'ij,jk->ik', x[:0], y.T", "'ij,jk->ik', x[:, :0], y.T[:0]",
        "'i,i->', i[0], j[0]", "'ij,kj->ik', i, j", "'ij,ij->', z[:, None], s.detach()", "'ij,ij->', x.float(), y.float()", "'i,i->', v, w.float()",
        "'ij,jk->ik', x", "'ij->ik', x", "'ij->ii', x", "'ij,jk->ik', x, y", "'i1->i', x", "'ijk->i', x", "'i->i', x", "'i.j->ij', x", "'ii->i', x", "'ij->i-j', x", "'ij-ij', x", "'ij'", "x", "", "'...i...->i', x",
        "'ij->ij...', x", "3, x", "'ij,kj->ik', x, 3", "'ij->ij.', x", "'..ij->ij', x", "'ij', x, y", "x, [0, 60]", "x, [0], [0]", "'ij,jk->ik', x, n", "'ij->...ij...', x",
    )
)  # fmt: skip
