"""Networks that walk along a sequence."""

ROWS = {"_mkldnn_rnn_layer": "torch.nn.LSTM(3, 2)(x[:, None].float())[0]"}

CASES = (
    "torch.nn.RNN(3, 2)(x[:, None].float())[0]",
    "torch.nn.RNN(3, 2).double()(x[:, None])[1]",
    "torch.nn.RNN(3, 2, 2, 'relu', bidirectional=True).double()(x[:, None])[0]",
    "torch.nn.RNN(2, 2, batch_first=True).double()(h)[0]",
    "torch.nn.GRU(3, 2).double()(x)[0]",
    "torch.nn.GRU(2, 3, 2, bidirectional=True).double()(h)[1]",
    "torch.nn.GRU(2, 3, bias=False).double()(h, h[:1, :, :1].expand(1, 2, 3))[0]",
    "torch.nn.LSTM(3, 2).double()(x)[0]",
    "torch.nn.LSTM(2, 3, 2, bidirectional=True).double()(h)[1][1]",
    "torch.nn.LSTM(2, 3, 2, bidirectional=True)(h.float())[1][1]",
    "torch.nn.LSTM(2, 2, bias=False)(h.float(), (h[:1].float(), h[1:].float()))[1][0]",
    "torch.nn.LSTM(2, 3)(h.float()[:0])",
    "torch.nn.LSTM(2, 3)(i)",
    "torch.nn.RNNCell(3, 2).double()(x)",
    "torch.nn.RNNCell(3, 2, nonlinearity='relu').double()(v)",
    "torch.nn.LSTMCell(3, 2).double()(x)[1]",
    "torch.nn.LSTMCell(3, 2).double()(x, (x[:, :2], x[:, 1:]))[0]",
    "torch.nn.GRUCell(3, 2).double()(x, x[:, :2])",
    "torch.nn.GRUCell(3, 2)(n)",
)
