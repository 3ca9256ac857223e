// The AWS SDK for JavaScript registers CAs with each parameter that RegisterCACertificate has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeCACertificateCommand, ListTagsForResourceCommand, RegisterCACertificateCommand } from '@aws-sdk/client-iot';
import { Authority, kinds } from './authority.js';
import { account, codeOf, register, role, signedClient, template } from './surroundings.js';

const region = 'eu-central-1';

async function describe(iot, authority) {
  return iot.send(new DescribeCACertificateCommand({ certificateId: authority.certificateId }));
}

for (const kind of Object.keys(kinds)) {
  test(`a CA of kind ${kind} is registered with its proof`, async (t) => {
    const iot = signedClient(t, { region });
    const authority = new Authority(t, { kind });
    const answer = await iot.send(new RegisterCACertificateCommand({
      caCertificate: authority.pem, verificationCertificate: authority.prove(await codeOf(iot)), certificateMode: 'DEFAULT',
    }));
    assert.equal(answer.certificateId, authority.certificateId);
    assert.equal(answer.certificateArn, `arn:aws:iot:${region}:${account}:cacert/${authority.certificateId}`);
    assert.equal((await describe(iot, authority)).certificateDescription.certificateMode, 'DEFAULT');
  });
}

for (const setAsActive of [undefined, false, true]) {
  for (const allowAutoRegistration of [undefined, false, true]) {
    test(`setAsActive ${setAsActive} and allowAutoRegistration ${allowAutoRegistration} are independent`, async (t) => {
      const iot = signedClient(t, { region });
      const authority = new Authority(t);
      await register(iot, authority, { setAsActive, allowAutoRegistration });
      const { certificateDescription } = await describe(iot, authority);
      assert.equal(certificateDescription.status, setAsActive ? 'ACTIVE' : 'INACTIVE');
      assert.equal(certificateDescription.autoRegistrationStatus, allowAutoRegistration ? 'ENABLE' : 'DISABLE');
    });
  }
}

test('a template and its role are kept', async (t) => {
  const iot = signedClient(t, { region });
  const authority = new Authority(t);
  const registrationConfig = { templateBody: template, roleArn: role };
  await register(iot, authority, { registrationConfig });
  assert.deepEqual((await describe(iot, authority)).registrationConfig, registrationConfig);
});

test('an empty registrationConfig is none', async (t) => {
  const iot = signedClient(t, { region });
  const authority = new Authority(t);
  await register(iot, authority, { registrationConfig: {} });
  assert.equal((await describe(iot, authority)).registrationConfig, undefined);
});

test('tags are kept', async (t) => {
  const iot = signedClient(t, { region });
  const tags = [{ Key: 'empty', Value: '' }, { Key: 'plant', Value: 'Zürich/2 & 3' }];
  const { certificateArn } = await register(iot, new Authority(t), { tags });
  const kept = await iot.send(new ListTagsForResourceCommand({ resourceArn: certificateArn }));
  assert.deepEqual(kept.tags, tags);
});
