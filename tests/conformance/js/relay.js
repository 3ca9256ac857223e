// A TCP relay before the device endpoint: tells which version of TLS was agreed on, and can cut a connection as a bad line does.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

// The extension supported_versions of a ServerHello that chose TLS 1.3 (RFC 8446, 4.2.1).
const chosen13 = Buffer.from('002b00020304', 'hex');

export async function relay(t, { host, port }) {
  const sockets = new Set();
  let version;
  const server = createServer((inside) => {
    const outside = connect({ host, port });
    for (const [one, other] of [[inside, outside], [outside, inside]]) {
      sockets.add(one);
      one.on('error', () => {}).on('close', () => { sockets.delete(one); other.destroy(); });
      one.pipe(other);
    }
    outside.once('data', (hello) => { version = hello.includes(chosen13) ? 'TLSv1.3' : 'TLSv1.2'; });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => sockets.forEach((socket) => socket.destroy());
  t.after(() => { cut(); server.close(); });
  return { port: server.address().port, cut, version: () => version };
}
