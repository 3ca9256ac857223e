// Certificate authorities, made with openssl as customers make them.
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:digest'];

// The kinds of CA a customer may bring: how its key is made, and what its signatures need.
export const kinds = {
  'RSA 2048': [['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-sha256']],
  'RSA 4096': [['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:4096'], ['-sha512']],
  'EC P-256': [['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], ['-sha256']],
  'EC P-384': [['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], ['-sha384']],
  'EC P-521': [['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'], ['-sha512']],
  'RSA 2048 signing with PSS': [['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-sha256', ...pss]],
  'RSA-PSS': [['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'], ['-sha384', ...pss]],
};

const openssl = (...args) => execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

// A CA in a folder that goes with the test `t`.
export class Authority {
  constructor(t, { kind = 'EC P-256', name = unusedName(), constraint = 'CA:TRUE' } = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'ca-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const [keyOptions, signing] = kinds[kind];
    this.file = (file) => join(folder, file);
    this.signing = signing;
    openssl('genpkey', ...keyOptions, '-out', this.file('ca.key'));
    writeFileSync(this.file('ca.conf'), `[req]\ndistinguished_name=dn\n[dn]\n[v3_ca]\nbasicConstraints=${constraint}\n`);
    openssl('req', '-x509', '-new', '-key', this.file('ca.key'), '-config', this.file('ca.conf'), '-extensions', 'v3_ca', ...signing,
      '-days', '365', '-subj', `/O=Conformance/CN=${name}`, '-out', this.file('ca.pem'));
    this.pem = readFileSync(this.file('ca.pem'), 'ascii');
    this.x509 = new X509Certificate(this.pem);
    this.certificateId = createHash('sha256').update(this.x509.raw).digest('hex');
  }

  // The verification certificate for a registration code, by the recipe of AWS's developer guide.
  prove(code) {
    openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', this.file('v.key'), '-out', this.file('v.csr'), '-subj', `/CN=${code}`);
    openssl('x509', '-req', '-in', this.file('v.csr'), '-CA', this.file('ca.pem'), '-CAkey', this.file('ca.key'), '-CAcreateserial',
      '-out', this.file('v.pem'), '-days', '500', ...this.signing);
    return readFileSync(this.file('v.pem'), 'ascii');
  }

  // A certificate signing request for a new key.
  request(name = 'device', kind = 'EC P-256') {
    openssl('genpkey', ...kinds[kind][0], '-out', this.file('d.key'));
    openssl('req', '-new', '-key', this.file('d.key'), '-out', this.file('d.csr'), '-subj', `/CN=${name}`);
    return readFileSync(this.file('d.csr'), 'ascii');
  }

  // A device certificate by the shortest recipe.
  issue(name = 'device', kind = 'EC P-256') {
    this.request(name, kind);
    openssl('x509', '-req', '-in', this.file('d.csr'), '-CA', this.file('ca.pem'), '-CAkey', this.file('ca.key'), '-CAcreateserial',
      '-out', this.file('d.pem'), '-days', '500', ...this.signing);
    return readFileSync(this.file('d.pem'), 'ascii');
  }

  // A device: its certificate, its key, and what AWS IoT names it by.
  device(name, kind) {
    const pem = this.issue(name, kind);
    return { name, pem, key: readFileSync(this.file('d.key'), 'ascii'), certificateId: createHash('sha256').update(new X509Certificate(pem).raw).digest('hex') };
  }
}

export function unusedName() {
  return `Test CA ${randomBytes(8).toString('hex')}`;
}
