#pragma warning disable CA5398 // Which versions are offered is what is tested.
using System.Net.Security;
using System.Security.Authentication;
using Anchorage.Gateway.Tls;

namespace Anchorage.Tests.Gateway;

/// <summary>Which versions of TLS a client offers is read from its first message.</summary>
public sealed class ClientHelloTests
{
    [Theory]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12, false)]
    public async Task TLS_1_3_is_seen_where_a_client_offers_it(SslProtocols offered, bool isOffered) =>
        Assert.Equal(isOffered, ClientHello.OffersTls13(await HelloAsync(offered)));

    [Fact]
    public async Task A_message_of_which_a_part_is_missing_offers_nothing_or_what_the_whole_offers()
    {
        var hello = await HelloAsync(SslProtocols.Tls13);
        var seen = Enumerable.Range(0, hello.Length + 1).Select(length => ClientHello.OffersTls13(hello.AsSpan(0, length))).ToList();

        // Once it has been seen, what comes after changes nothing.
        Assert.False(seen[0]);
        Assert.True(seen[^1]);
        Assert.Single(seen.Zip(seen.Skip(1)), pair => pair.First != pair.Second);
    }

    [Fact]
    public async Task Any_bytes_at_all_are_read_to_an_answer()
    {
        var hello = await HelloAsync(SslProtocols.Tls12 | SslProtocols.Tls13);
        for (var place = 0; place < hello.Length; place++)
        {
            foreach (var value in new byte[] { 0, 1, 0x7F, 0x80, 0xFF })
            {
                var changed = hello.ToArray();
                changed[place] = value;
                ClientHello.OffersTls13(changed);
            }
        }
    }

    /// <summary>The first message of a real client, which gets no answer.</summary>
    private static async Task<byte[]> HelloAsync(SslProtocols protocols)
    {
        using var sent = new MemoryStream();
        await using var client = new SslStream(new OneWay(sent));
        await Assert.ThrowsAnyAsync<IOException>(() => client.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols }, TestContext.Current.CancellationToken));
        return sent.ToArray();
    }

    /// <summary>Keeps what is written and has nothing to read.</summary>
    private sealed class OneWay(MemoryStream sent) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => sent.Write(buffer, offset, count);
    }
}
