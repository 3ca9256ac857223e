using System.Net;
using System.Net.Sockets;

namespace Anchorage.Tests.Commands;

/// <summary>A listener that never answers, and counts who came.</summary>
internal sealed class SilentService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _callers = [];

    public SilentService() => _listener.Start();

    public string Url => $"http://{_listener.LocalEndpoint}";

    /// <summary>How many connections were made: the kernel takes them without our help.</summary>
    public int Connections
    {
        get
        {
            while (_listener.Pending())
            {
                _callers.Add(_listener.AcceptTcpClient());
            }

            return _callers.Count;
        }
    }

    public void Dispose()
    {
        _callers.ForEach(caller => caller.Dispose());
        _listener.Dispose();
    }
}
