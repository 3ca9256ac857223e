// The AWS SDK for JavaScript changes, tags and deletes CAs, and throws each modelled error on the way as its own class.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CertificateStateException, DeleteCACertificateCommand, DescribeCACertificateCommand, InvalidRequestException, LimitExceededException,
  ListTagsForResourceCommand, ResourceNotFoundException, TagResourceCommand, UntagResourceCommand, UpdateCACertificateCommand,
} from '@aws-sdk/client-iot';
import { Authority } from './authority.js';
import { clientOfAccount, refusal, register, role, signedClient, template } from './surroundings.js';

const region = 'us-west-2';
const unknown = '0'.repeat(64);

async function made(t) {
  const iot = signedClient(t, { region });
  const { certificateId, certificateArn } = await register(iot, new Authority(t), { tags: [{ Key: 'plant', Value: '2' }] });
  const described = async () => iot.send(new DescribeCACertificateCommand({ certificateId }));
  const update = async (parameters) => {
    const { $metadata, ...members } = await iot.send(new UpdateCACertificateCommand({ certificateId, ...parameters }));
    assert.deepEqual([$metadata.httpStatusCode, members], [200, {}]);
    return (await described()).certificateDescription;
  };
  return { iot, certificateId, certificateArn, described, update };
}

test('status and auto registration are changed each by itself', async (t) => {
  const { update } = await made(t);
  let { status, autoRegistrationStatus, customerVersion } = await update({ newStatus: 'ACTIVE' });
  assert.deepEqual([status, autoRegistrationStatus, customerVersion], ['ACTIVE', 'DISABLE', 2]);
  ({ status, autoRegistrationStatus, customerVersion } = await update({ newAutoRegistrationStatus: 'ENABLE' }));
  assert.deepEqual([status, autoRegistrationStatus, customerVersion], ['ACTIVE', 'ENABLE', 3]);
  const before = await update({});
  assert.equal(before.customerVersion, 3);
  assert.ok(before.lastModifiedDate > before.creationDate);
});

test('a config comes and goes', async (t) => {
  const { update, described } = await made(t);
  const registrationConfig = { templateBody: template, roleArn: role };
  await update({ registrationConfig, newAutoRegistrationStatus: 'ENABLE', removeAutoRegistration: false });
  assert.deepEqual((await described()).registrationConfig, registrationConfig);
  assert.equal((await update({ removeAutoRegistration: true })).autoRegistrationStatus, 'DISABLE');
  assert.equal((await described()).registrationConfig, undefined);
});

test('an ACTIVE CA is in the wrong state for a deletion, an INACTIVE one goes', async (t) => {
  const { iot, certificateId, update } = await made(t);
  await update({ newStatus: 'ACTIVE' });
  const error = await refusal(iot, new DeleteCACertificateCommand({ certificateId }), CertificateStateException, 406);
  assert.match(error.message, /--new-status INACTIVE$/);
  await update({ newStatus: 'INACTIVE' });
  await iot.send(new DeleteCACertificateCommand({ certificateId }));
  await refusal(iot, new DescribeCACertificateCommand({ certificateId }), ResourceNotFoundException, 404);
});

test('tags are set, overwritten and removed', async (t) => {
  const { iot, certificateArn: resourceArn } = await made(t);
  await iot.send(new TagResourceCommand({ resourceArn, tags: [{ Key: 'plant', Value: '3' }, { Key: 'line', Value: '' }] }));
  await iot.send(new UntagResourceCommand({ resourceArn, tagKeys: ['plant'] }));
  assert.deepEqual((await iot.send(new ListTagsForResourceCommand({ resourceArn }))).tags, [{ Key: 'line', Value: '' }]);
  const tags = Array.from({ length: 50 }, (_, number) => ({ Key: `key${number}`, Value: '' }));
  // SDKs take this name for a throttle and try again by themselves.
  await refusal(iot, new TagResourceCommand({ resourceArn, tags }), LimitExceededException, 410, 3);
});

test('refusals are typed', async (t) => {
  const { iot, certificateId, certificateArn } = await made(t);
  const refused = (command, exception, status) => refusal(iot, command, exception, status);
  await refused(new UpdateCACertificateCommand({ certificateId, newStatus: 'REVOKED' }), InvalidRequestException, 400);
  await refused(new UpdateCACertificateCommand({ certificateId, removeAutoRegistration: true, newAutoRegistrationStatus: 'ENABLE' }), InvalidRequestException, 400);
  await refused(new UpdateCACertificateCommand({ certificateId: unknown, newStatus: 'ACTIVE' }), ResourceNotFoundException, 404);
  await refused(new DeleteCACertificateCommand({ certificateId: unknown }), ResourceNotFoundException, 404);
  await refused(new TagResourceCommand({ resourceArn: certificateArn, tags: [{ Key: 'aws:x', Value: '' }] }), InvalidRequestException, 400);
  await refused(new UntagResourceCommand({ resourceArn: certificateArn.replace(certificateId, unknown), tagKeys: ['a'] }), ResourceNotFoundException, 404);
});

test('another account can neither change nor delete nor tag', async (t) => {
  const [first, second] = ['565656565656', '787878787878'].map((id) => clientOfAccount(t, id, region));
  const { certificateId, certificateArn } = await register(first, new Authority(t));
  for (const command of [
    new UpdateCACertificateCommand({ certificateId, newStatus: 'ACTIVE' }),
    new DeleteCACertificateCommand({ certificateId }),
    new TagResourceCommand({ resourceArn: certificateArn, tags: [{ Key: 'a', Value: '' }] }),
    new UntagResourceCommand({ resourceArn: certificateArn, tagKeys: ['a'] }),
  ]) {
    await refusal(second, command, ResourceNotFoundException, 404);
  }

  const { certificateDescription } = await first.send(new DescribeCACertificateCommand({ certificateId }));
  assert.deepEqual([certificateDescription.status, certificateDescription.customerVersion], ['INACTIVE', 1]);
});
