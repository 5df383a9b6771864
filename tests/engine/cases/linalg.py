# ruff: noqa: E501  # a sample is a sample
"""Factors of matrices, and what follows from them."""

ROWS = {
    "symeig": "callable(torch.symeig)",
    "eig": "callable(torch.eig)",
    "lstsq": "callable(torch.lstsq)",
    "solve": "callable(torch.solve)",
    "matrix_rank": "callable(torch.matrix_rank)",
    "_linalg_det": "torch.linalg.det(s)",
    "det": "torch.det(s)",
    "linalg_det": "torch.linalg.det(h)",
    "_linalg_slogdet": "torch.linalg.slogdet(s)",
    "slogdet": "torch.slogdet(s)",
    "linalg_slogdet": "torch.linalg.slogdet(h)",
    "logdet": "torch.logdet(s)",
    "linalg_inv_ex": "torch.linalg.inv_ex(s)",
    "inverse": "torch.inverse(s)",
    "linalg_inv": "torch.linalg.inv(h)",
    "_linalg_solve_ex": "torch.linalg.solve(s, k)",
    "linalg_solve": "torch.linalg.solve(s, x)",
    "linalg_solve_ex": "torch.linalg.solve_ex(s, x)",
    "linalg_solve_triangular": "torch.linalg.solve_triangular(s, x, upper=True)",
    "linalg_cholesky_ex": "torch.linalg.cholesky_ex(s @ s.T)",
    "linalg_cholesky": "torch.linalg.cholesky(s @ s.T)",
    "_cholesky": "torch.cholesky(s @ s.T, upper=True)",
    "cholesky": "torch.cholesky(s @ s.T)",
    "cholesky_solve": "torch.cholesky_solve(x, s.tril())",
    "cholesky_inverse": "torch.cholesky_inverse(s.tril())",
    "_linalg_svd": "torch.linalg.svd(s)",
    "linalg_svd": "torch.linalg.svd(x, full_matrices=False)",
    "linalg_svdvals": "torch.linalg.svdvals(x)",
    "svd": "torch.svd(x)",
    "_linalg_eigh": "torch.linalg.eigh(s @ s.T)",
    "linalg_eigh": "torch.linalg.eigh(x.T @ x + v.diag(), 'U')[1].abs()",
    "linalg_eigvalsh": "torch.linalg.eigvalsh(s @ s.T)",
    "linalg_eig": "torch.linalg.eig(s @ s.T)[0].real",
    "linalg_eigvals": "torch.view_as_real(torch.linalg.eigvals(s))",
    "linalg_qr": "torch.linalg.qr(x.T)",
    "qr": "torch.qr(x)",
    "linalg_lu_factor_ex": "torch.linalg.lu_factor_ex(x)",
    "linalg_lu_factor": "torch.linalg.lu_factor(s)",
    "linalg_lu": "torch.linalg.lu(x.T)",
    "lu_unpack": "torch.lu_unpack(*torch.linalg.lu_factor(x))",
    "linalg_lu_solve": "torch.linalg.lu_solve(*torch.linalg.lu_factor(s), x)",
    "lu": "torch.lu(s)",
    "lu_solve": "torch.lu_solve(x, *torch.linalg.lu_factor(s))",
    "_linalg_pinv": "torch.linalg.pinv(x)",
    "linalg_pinv.atol_rtol_tensor": "torch.linalg.pinv(x, atol=torch.tensor(0.1))",
    "linalg_pinv.atol_rtol_float": "torch.linalg.pinv(x.T, atol=0.1, rtol=0.1)",
    "linalg_pinv.rcond_tensor": "torch.linalg.pinv(x, torch.tensor(1e-3))",
    "linalg_pinv": "torch.linalg.pinv(s @ s.T, 1e-3, hermitian=True)",
    "pinverse": "torch.pinverse(x)",
    "linalg_lstsq": "torch.linalg.lstsq(x.T, v)",
    "linalg_matrix_rank.atol_rtol_tensor": "torch.linalg.matrix_rank(x, atol=torch.tensor(0.1))",
    "linalg_matrix_rank.atol_rtol_float": "torch.linalg.matrix_rank(x)",
    "linalg_matrix_rank.tol_tensor": "torch.linalg.matrix_rank(x, torch.tensor(2.5))",
    "linalg_matrix_rank": "torch.linalg.matrix_rank(x, 2.5)",
    "linalg_matrix_exp": "torch.linalg.matrix_exp(s)",
    "matrix_exp": "torch.matrix_exp(h)",
    "linalg_cond": "torch.linalg.cond(s)",
    "linalg_cond.p_str": "torch.linalg.cond(s, 'fro')",
    "linalg_norm": "torch.linalg.norm(x)",
    "linalg_norm.ord_str": "torch.linalg.norm(x, 'nuc')",
    "linalg_matrix_norm": "torch.linalg.matrix_norm(x, 1)",
    "linalg_matrix_norm.str_ord": "torch.linalg.matrix_norm(x)",
    "matrix_power": "torch.matrix_power(s, 3)",
    "linalg_matrix_power": "torch.linalg.matrix_power(s, -2)",
    "linalg_multi_dot": "torch.linalg.multi_dot([x, y.T, s])",
    "chain_matmul": "torch.chain_matmul(x, y.T)",
    "linalg_tensorinv": "torch.linalg.tensorinv(s, ind=1)",
    "linalg_tensorsolve": "torch.linalg.tensorsolve(s, k)",
    "linalg_vecdot": "torch.linalg.vecdot(x, y)",
    "linalg_vander": "torch.linalg.vander(v)",
    "vander": "torch.vander(v)",
    "linalg_diagonal": "torch.linalg.diagonal(x)",
    "linalg_matmul": "torch.linalg.matmul(x, v)",
}

_L = "torch.linalg"

_MATRICES = (
    "s", "x", "x.T", "h", "v", "n", "i", "j", "c", "s.float()", "s.half()", "x[:0]", "x[:, :0]",
    "s[:0, :0]", "h[:0]", "x[:, :2].tril()", "s.detach() * 0", "torch.eye(2)", "z", "1", "[s]", "None",
)  # fmt: skip

CASES = (
    *(
        f"{_L}.{name}({a})"
        for name in (
            "det", "slogdet", "inv", "inv_ex", "svdvals", "pinv", "matrix_rank",
            "matrix_exp", "cond", "diagonal", "qr", "lu", "lu_factor",
        )
        for a in _MATRICES
        if (name, a) != ("matrix_exp", "s.half()")  # PyTorch's overflows
    ),
    *(f"{_L}.vander({a})" for a in _MATRICES if a != "s.float()"),
    *(
        f"{_L}.{name}({a})"
        for name in ("cholesky", "eigh", "eigvalsh", "svd", "eig", "eigvals")
        for a in _MATRICES[4:]
        if name[0] != "e" or "[" not in a  # which are not symmetric, or give complex results
    ),
    *(f"torch.{name}({a})" for name in ("logdet", "slogdet", "pinverse") for a in _MATRICES[:11]),
    # determinants, inverses
    f"{_L}.det(s.t())", f"{_L}.det(s * 2)[None]", "h.det()", "s.slogdet()", "h.logdet()", "s.logdet()",
    f"{_L}.slogdet(h)[1]", f"{_L}.det(torch.ones(2, 2) * n)",
    f"{_L}.inv(torch.ones(2, 2))", f"{_L}.inv(torch.zeros(2, 2, 2))", f"{_L}.inv_ex(torch.ones(2, 2))",
    f"{_L}.inv_ex(torch.ones(2, 2), check_errors=True)", "s.inverse()", "torch.inverse(h)",
    f"{_L}.inv(A=s)", f"{_L}.inv(input=s)", f"{_L}.inv(s, s)", f"{_L}.det()", f"{_L}.det(s, 1)",
    # solutions
    f"{_L}.solve(s, s)", f"{_L}.solve(h, k)", f"{_L}.solve(h, s)", f"{_L}.solve(h, h)", f"{_L}.solve(s, h)",
    f"{_L}.solve(s, y.T, left=False)", f"{_L}.solve(s, k, left=False)", f"{_L}.solve(s, x.T)", f"{_L}.solve(x, k)",
    f"{_L}.solve(s, v)", f"{_L}.solve(s, i)", f"{_L}.solve(i, i)", f"{_L}.solve(s.float(), k)", f"{_L}.solve(v, v)",
    f"{_L}.solve(s, n)", f"{_L}.solve(torch.ones(2, 2), torch.ones(2))", f"{_L}.solve(h * 0, h)",
    f"{_L}.solve(s[:0, :0], k[:0])", f"{_L}.solve(s, x[:, :0])", f"{_L}.solve(s)", f"{_L}.solve(s, 1)",
    f"{_L}.solve_ex(torch.ones(2, 2), torch.ones(2)).info", f"{_L}.solve(h.transpose(0, 1), x[:, :2])",
    *(
        f"{_L}.solve_triangular({a}, {b}, upper={upper}, left={left}, unitriangular={unit})"
        for a, b, left in (("s", "x", True), ("h", "x", True), ("s", "y.T", False))
        for upper in (True, False)
        for unit in (True, False)
    ),
    f"{_L}.solve_triangular(s, k, upper=True)", f"{_L}.solve_triangular(s, x.T, upper=True)",
    f"{_L}.solve_triangular(s, x)", f"{_L}.solve_triangular(x, x, upper=True)", f"{_L}.solve_triangular(i, i, upper=True)",
    "torch.cholesky_solve(x, s.triu(), True)", "torch.cholesky_solve(h, s.tril())", "torch.cholesky_solve(k, s)",
    "torch.cholesky_solve(x.T, s)", "torch.cholesky_inverse(s.triu(), upper=True)", "torch.cholesky_inverse(h.tril())",
    "torch.cholesky_inverse(x)", "torch.cholesky_inverse(i)",
    f"{_L}.lstsq(s, x)", f"{_L}.lstsq(x.T, v[:, None])", f"{_L}.lstsq(x, x)", f"{_L}.lstsq(x, k)",
    f"{_L}.lstsq(x.T, v[:, None], driver='gelsd')", f"{_L}.lstsq(x.T, y.T, driver='gels')",
    f"{_L}.lstsq(x.T, y.T, driver='gelss').residuals", f"{_L}.lstsq(h, h)", f"{_L}.lstsq(h, x[:, :2])",
    f"{_L}.lstsq(x, v)", f"{_L}.lstsq(v, v)", f"{_L}.lstsq(i, i)", f"{_L}.lstsq(s, s.float())",
    f"{_L}.lstsq(s, s, driver='fast')", f"{_L}.lstsq(s)",
    f"{_L}.tensorinv(torch.eye(6).reshape(2, 3, 6) * n)", f"{_L}.tensorinv(s)", f"{_L}.tensorinv(s, ind=0)",
    f"{_L}.tensorsolve(torch.eye(6, dtype=torch.float64).reshape(2, 3, 6), x)", f"{_L}.tensorsolve(s, x)",
    f"{_L}.tensorsolve(torch.eye(6, dtype=torch.float64).reshape(2, 3, 2, 3), x, dims=(0, 1))",
    # factors
    f"{_L}.cholesky(h @ h.mT)", f"{_L}.cholesky(s @ s.T, upper=True)", f"{_L}.cholesky(s.T @ s + x @ x.T)",
    f"{_L}.cholesky((s @ s.T).float())", f"{_L}.cholesky_ex(-s).info", f"{_L}.cholesky(-torch.eye(3))",
    f"{_L}.cholesky(torch.eye(2).expand(2, 2, 2) * torch.tensor([1., -1.])[:, None, None])", "(s @ s.T).cholesky()",
    "torch.cholesky(-s)", "torch.cholesky(h)", "torch.cholesky(x)",
    f"{_L}.svd(s).S", f"{_L}.svd(x)[1]", f"{_L}.svd(h)[1]", f"{_L}.svd(h, False)", f"{_L}.svd(x.T, full_matrices=False)",
    f"{_L}.svd(x.T, full_matrices=False)[0]", f"{_L}.svd(x, full_matrices=False)[2]", f"{_L}.svd(s, driver='gesvd')",
    f"{_L}.svdvals(h)", f"{_L}.svdvals(s, driver='gesvd')", f"{_L}.svd(x[:0], False)", f"{_L}.svd(x, 3)",
    "torch.svd(s)", "torch.svd(x, compute_uv=False)", "torch.svd(x.T, some=True)", "x.svd()[1]", "x.svd(False, False)[1]",
    f"{_L}.svd(torch.full((2, 2), float('nan')))",
    f"{_L}.eigh(s + s.T)", f"{_L}.eigh(s.tril() + s.tril(-1).T, UPLO='U')", f"{_L}.eigh(h @ h.mT)", f"{_L}.eigh(s, 'X')", f"{_L}.eigh(s, 1)",
    f"{_L}.eigvalsh(x.T @ x)", f"{_L}.eigvalsh(h @ h.mT, UPLO='u')", f"{_L}.eigh(x)", f"{_L}.eigh(v)", f"{_L}.eigh(s + s.T)[0].sum()",
    f"{_L}.eigh(s + s.T)[1].abs()",
    f"{_L}.eig(s.detach() @ s.detach().T)", f"{_L}.eig(x)", f"{_L}.eigvals(s @ s.T).real", f"{_L}.eigvals(h).real",
    f"{_L}.eig(torch.full((2, 2), float('nan')))", f"{_L}.eig((s + s.T) @ x @ x.T)[1].abs()",
    f"{_L}.qr(s)", f"{_L}.qr(x)", f"{_L}.qr(x.T)[1]", f"{_L}.qr(x.T)[0]", f"{_L}.qr(h)", f"{_L}.qr(x, 'complete')",
    f"{_L}.qr(x.T, 'complete')", f"{_L}.qr(s, 'r')", f"{_L}.qr(s, mode='full')", f"{_L}.qr(x)[1]", "x.qr()", "torch.qr(x.T, some=False)",
    f"{_L}.lu(x)[1]", f"{_L}.lu(x)[2]", f"{_L}.lu(h)", f"{_L}.lu(x.T)[2]", f"{_L}.lu(s, pivot=False)", f"{_L}.lu_factor(h)",
    f"{_L}.lu_factor(torch.ones(2, 2))", f"{_L}.lu_factor(x.T)", f"{_L}.lu_factor_ex(torch.ones(2, 2))", f"{_L}.lu_factor(s, pivot=False)",
    *(
        f"{_L}.lu_solve(*{_L}.lu_factor(s), {b}, left={left}, adjoint={adjoint})"
        for b, left in (("x", True), ("y.T", False))
        for adjoint in (True, False)
    ),
    f"{_L}.lu_solve(*{_L}.lu_factor(s), k)", f"{_L}.lu_solve(*{_L}.lu_factor(s), x.T)",
    "s.lu()", "torch.lu(s, get_infos=True)", "torch.lu_unpack(*torch.linalg.lu_factor(x.T))[2]",
    f"{_L}.pinv(h)", f"{_L}.pinv(x.T)", f"{_L}.pinv(x, hermitian=True)",
    f"{_L}.pinv(x, 'a')", "x.pinverse()",
    f"{_L}.matrix_rank(x, tol=9.)", f"{_L}.matrix_rank(s @ s.T, hermitian=True)", f"{_L}.matrix_rank(torch.ones(3, 3))", f"{_L}.matrix_rank(h)",
    f"{_L}.matrix_rank(x, atol=0.1, rtol=0.9)", f"{_L}.matrix_rank(x, 'a')",
    f"{_L}.matrix_exp(s * 5)", "s.matrix_exp()", f"{_L}.matrix_exp(torch.zeros(2, 2))", f"{_L}.matrix_exp(s * 0.01)",
    # norms
    *(f"{_L}.matrix_norm(x, {p})" for p in ("2", "-2", "-1", "float('inf')", "-float('inf')", "'nuc'", "'fro'", "3", "'foo'", "0")),
    *(f"{_L}.matrix_norm(h, {p}, (0, 2), True)" for p in ("2", "1", "float('inf')", "'nuc'", "'fro'")),
    *(f"{_L}.matrix_norm(h, {p}, dim=(-1, 0))" for p in ("-2", "-1", "float('inf')", "'nuc'", "'fro'")),
    f"{_L}.matrix_norm(x, dtype=torch.float32)", f"{_L}.matrix_norm(x, 1, dtype=torch.float32)", f"{_L}.matrix_norm(v)",
    f"{_L}.matrix_norm(i)", f"{_L}.matrix_norm(x, dim=(0,))", f"{_L}.matrix_norm(x, dim=(0, 0))", f"{_L}.matrix_norm(x, dim=0)",
    f"{_L}.matrix_norm(x, dim=(0, 3))",
    *(f"{_L}.norm(x, {p})" for p in ("2", "1", "-2", "float('inf')", "0", "None", "'fro'", "'foo'", "1.5")),
    f"{_L}.norm(v.detach(), 0)", *(f"{_L}.norm(v, {p})" for p in ("2", "1", "-2", "float('inf')", "None", "'fro'", "1.5", "3")),
    *(f"{_L}.norm(h, {p})" for p in ("2", "None", "'fro'")),
    *(f"{_L}.norm(x, {p}, {dim})" for p in ("2", "None", "'fro'", "1") for dim in ("0", "(0, 1)", "-1, True", "(1,)")),
    f"{_L}.norm(h, 2, (0, 1, 2))", f"{_L}.norm(i)", f"{_L}.norm(n)", f"{_L}.norm(x, dim=2)", f"{_L}.norm(x, dtype=torch.float32)",
    f"{_L}.norm(1)", f"{_L}.norm()", f"{_L}.norm(x, p=2)", f"{_L}.norm(x, [1])",
    *(f"{_L}.vector_norm(x{how})" for how in ("", ", 1", ", 3, 0", ", float('inf'), dim=1", ", -2", ", dim=(0, 1), keepdim=True", ", ord='fro'")),
    *(f"{_L}.cond(s, {p})" for p in ("2", "-2", "1", "-1", "float('inf')", "-float('inf')", "'nuc'", "'fro'", "3", "'foo'")),
    f"{_L}.cond(x)", f"{_L}.cond(h)", f"{_L}.cond(x, 1)", f"{_L}.cond(h, 'fro')", f"{_L}.cond(torch.ones(2, 2), 1)",
    *(f"torch.norm({each})" for each in ("x, 'nuc'", "x, 'foo'", "h, 'nuc', (1, 2)", "h, 'nuc'", "x, 'nuc', 0", "v, 'nuc'", "x, 'fro', 1", "x, 'nuc', (0, 1), True")), "s.norm('nuc')",
    "s.symeig(eigenvectors=True)", "torch.symeig(s)", "torch.eig(s)", "torch.lstsq(x, s)", "torch.solve(x, s)", "torch.matrix_rank(s)", "s.eig()", "x.lstsq(s)", "x.solve(s)",
    # powers and products
    *(f"{_L}.matrix_power(s, {n})" for n in range(-3, 9)), "h.matrix_power(3)", "s.matrix_power(2.5)", f"{_L}.matrix_power(x, 2)",
    f"{_L}.matrix_power(i[:, :2], -1)", f"{_L}.matrix_power(i[:, :2], 2)", f"{_L}.matrix_power(v, 2)",
    *(f"{_L}.multi_dot([{names}])" for names in (
        "x, v", "k, x", "k, x, v", "v, w", "x, y.T, s, x, v", "x", "", "x, x", "x, h", "h, x", "x, v, x", "x, v.float()", "k, s, s, s", "x, 1",
    )),
    f"{_L}.multi_dot(x)", f"{_L}.multi_dot((x, y.T))", "torch.chain_matmul(x, y.T, s)", "torch.chain_matmul(x)", "torch.chain_matmul(v, v)",
    f"{_L}.vecdot(v, w)", f"{_L}.vecdot(x, v)", f"{_L}.vecdot(x, y, dim=0)", f"{_L}.vecdot(i, i)", f"{_L}.vecdot(v, v.float())", f"{_L}.vecdot(x, k)",
    f"{_L}.vecdot(z, z)", f"{_L}.vander(v, N=5)", f"{_L}.vander(v, N=1)", f"{_L}.vander(x)", f"{_L}.vander(i)", "torch.vander(v, 5)",
    "torch.vander(v, 4, increasing=True)", "torch.vander(v, 0)", "torch.vander(x)", "torch.vander(v, -1)", "torch.vander(i[0])", "torch.vander(v, 1)",
    f"{_L}.diagonal(h, offset=1)", f"{_L}.diagonal(h, dim1=0, dim2=1)", f"{_L}.cross(v, w)", f"{_L}.cross(x, y)", f"{_L}.cross(x, y, dim=0)",
    f"{_L}.cross(x, v)", f"{_L}.cross(k, k)", f"{_L}.matmul(x, v)", f"{_L}.foo",
    # complex
    *(
        f"torch.view_as_real({_L}.{name}(torch.complex(s, h[0])))"
        for name in ("inv", "det", "eigvals", "matrix_exp", "pinv")
    ),
    f"{_L}.svdvals(torch.complex(x, y))", f"{_L}.eigvalsh(torch.complex(s, h[0]) @ torch.complex(s, h[0]).mH)", f"{_L}.norm(torch.complex(x, y))",
    f"{_L}.slogdet(torch.complex(s, h[0]))[1]", f"torch.view_as_real({_L}.slogdet(torch.complex(s, h[0]))[0])",
    f"torch.view_as_real({_L}.solve(torch.complex(s, h[0]), torch.complex(x, y)))",
    f"torch.view_as_real({_L}.cholesky(torch.complex(s, h[0]) @ torch.complex(s, h[0]).mH))",
    f"torch.view_as_real({_L}.qr(torch.complex(x, y))[0])", f"{_L}.svd(torch.complex(x, y), False)[0].abs()",
    f"{_L}.eigh(torch.complex(s, h[0]) @ torch.complex(s, h[0]).mH)[1].abs()", f"{_L}.eig(torch.complex(s, h[0]))[1].abs()",
    f"{_L}.svd(torch.complex(s, h[0]))[0].real", f"{_L}.eigh(torch.complex(s, h[0]))[1].real", f"{_L}.eig(torch.complex(s, h[0]))[1].real", f"{_L}.matrix_norm(torch.complex(x, y), 2)",
)  # fmt: skip
