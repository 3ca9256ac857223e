// The AWS SDK for JavaScript reads back what was registered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeleteRegistrationCodeCommand, DescribeCACertificateCommand, ListCACertificatesCommand, ListTagsForResourceCommand, paginateListCACertificates,
} from '@aws-sdk/client-iot';
import { Authority } from './authority.js';
import { account, clientOfAccount, codeOf, register, signedClient } from './surroundings.js';

// Nothing else registers in this region, so a list of it holds what its test put there.
const regionOfLists = 'eu-north-1';
const region = 'ap-south-1';

test('a description has every member in its type', async (t) => {
  const iot = signedClient(t, { region });
  const authority = new Authority(t);
  const before = Date.now();
  const { certificateArn } = await register(iot, authority, { setAsActive: true });
  const { certificateDescription } = await iot.send(new DescribeCACertificateCommand({ certificateId: authority.certificateId }));
  const { certificatePem, creationDate, lastModifiedDate, validity, generationId, ...rest } = certificateDescription;
  assert.deepEqual(rest, {
    certificateArn, certificateId: authority.certificateId, status: 'ACTIVE', ownedBy: account,
    autoRegistrationStatus: 'DISABLE', customerVersion: 1, certificateMode: 'SNI_ONLY',
  });
  assert.equal(certificatePem, authority.pem);
  assert.match(generationId, /^[0-9a-f-]{36}$/);
  assert.ok(creationDate instanceof Date && lastModifiedDate instanceof Date);
  assert.deepEqual(creationDate, lastModifiedDate);
  assert.ok(creationDate >= before && creationDate <= Date.now(), `${creationDate.toISOString()} is not now`);
  assert.deepEqual(validity, { notBefore: new Date(authority.x509.validFrom), notAfter: new Date(authority.x509.validTo) });
});

test('the paginator walks all pages, newest first or oldest first', async (t) => {
  const iot = signedClient(t, { region: regionOfLists });
  const oldestFirst = [];
  for (let count = 0; count < 5; count++) {
    oldestFirst.push((await register(iot, new Authority(t))).certificateId);
  }

  const pages = async (input) => {
    const found = [];
    for await (const page of paginateListCACertificates({ client: iot, pageSize: 2 }, input)) {
      found.push(page.certificates.map((item) => item.certificateId));
    }
    return found;
  };
  const [a, b, c, d, e] = oldestFirst;
  assert.deepEqual(await pages({}), [[e, d], [c, b], [a]]);
  assert.deepEqual(await pages({ ascendingOrder: true }), [[a, b], [c, d], [e]]);
  assert.deepEqual(await pages({ templateName: 'no-such-template' }), [[]]);
  const { certificates: [item] } = await iot.send(new ListCACertificatesCommand({ pageSize: 1 }));
  assert.equal(item.certificateArn, `arn:aws:iot:${regionOfLists}:${account}:cacert/${e}`);
  assert.equal(item.status, 'INACTIVE');
  assert.ok(item.creationDate instanceof Date);
});

test('a CA without tags has an empty list', async (t) => {
  const iot = signedClient(t, { region });
  const { certificateArn } = await register(iot, new Authority(t));
  assert.deepEqual((await iot.send(new ListTagsForResourceCommand({ resourceArn: certificateArn }))).tags, []);
});

test('the registration code stays until it is deleted', async (t) => {
  const iot = signedClient(t, { region });
  const code = await codeOf(iot);
  assert.match(code, /^[0-9a-f]{64}$/);
  assert.equal(await codeOf(iot), code);
  const { $metadata, ...members } = await iot.send(new DeleteRegistrationCodeCommand({}));
  assert.deepEqual([$metadata.httpStatusCode, members], [200, {}]);
  assert.notEqual(await codeOf(iot), code);
});

test('accounts named by twelve digits are apart', async (t) => {
  const [first, second] = ['777788889999', '222233334444'].map((id) => clientOfAccount(t, id, region));
  assert.notEqual(await codeOf(first), await codeOf(second));
  const { certificateArn } = await register(first, new Authority(t));
  assert.match(certificateArn, /:777788889999:cacert\//);
  assert.deepEqual((await second.send(new ListCACertificatesCommand({}))).certificates, []);
});
