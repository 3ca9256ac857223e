// The MQTT clients of devices, from the first connect of one that nobody has announced to the end of its certificate.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  AttachPolicyCommand, CreatePolicyCommand, DescribeCertificateCommand, DescribeThingCommand, ListAttachedPoliciesCommand, ListThingPrincipalsCommand,
  RegisterCACertificateCommand, RegisterCertificateWithoutCACommand, ResourceNotFoundException, UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { Authority } from './authority.js';
import { clients } from './device-clients.js';
import { relay } from './relay.js';
import { account, clientOfAccount, codeOf, given, role } from './surroundings.js';

const region = 'us-east-1';
const timeout = 60_000;
const unused = (what) => `${what}-${randomBytes(6).toString('hex')}`;
const arnOf = (certificateId) => `arn:aws:iot:${region}:${account}:cert/${certificateId}`;
const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }] });

// A CA that registers its devices, an account, and the way to the device endpoint.
async function fleet(t, open, { tls = 'TLSv1.3', ...config } = {}) {
  const iot = clientOfAccount(t, account, region);
  const authority = new Authority(t);
  // With a proof, so that devices need not name the account: of these clients not all let one choose the name in the handshake.
  await iot.send(new RegisterCACertificateCommand({
    caCertificate: authority.pem, verificationCertificate: authority.prove(await codeOf(iot)), setAsActive: true, allowAutoRegistration: true, ...config,
  }));
  const line = await relay(t, { host: '127.0.0.1', port: given('CONFORMANCE_OPEN_MQTTS') });
  const trust = await (await fetch(`${given('CONFORMANCE_OPEN_URL')}/-/server-ca.pem`)).text();
  const connect = async (device, options = {}) => {
    const connection = await open({ port: line.port, trust, device, tls, clientId: device.name, ...options });
    t.after(() => connection.close());
    return connection;
  };
  const permit = async ({ certificateId }) => {
    const policyName = unused('policy');
    await iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
    await iot.send(new AttachPolicyCommand({ policyName, target: arnOf(certificateId) }));
  };
  // A device that an operator has registered beforehand, connected.
  const announced = async (options, kind) => {
    const device = authority.device(unused('announced'), kind);
    await iot.send(new RegisterCertificateWithoutCACommand({ certificatePem: device.pem, status: 'ACTIVE' }));
    await permit(device);
    return { device, connection: await connect(device, options) };
  };
  const refused = async (device) => assert.ok(await connect(device).then(() => false, () => true), `${device.name} was let in`);
  const described = async ({ certificateId }) => (await iot.send(new DescribeCertificateCommand({ certificateId }))).certificateDescription;
  return { iot, authority, line, connect, permit, announced, refused, described };
}

const update = (iot, { certificateId }, newStatus) => iot.send(new UpdateCertificateCommand({ certificateId, newStatus }));

for (const [name, { open, versions }] of Object.entries(clients)) {
  for (const [tls, kind] of versions.flatMap((version) => [[version, 'RSA 2048'], [version, 'EC P-256']])) {
    test(`${name}: messages of QoS 0 and 1 over ${tls} with a key ${kind}`, { timeout }, async (t) => {
      const { announced, line } = await fleet(t, open, { tls });
      const { connection, device } = await announced({}, kind);
      assert.equal(line.version(), tls);
      for (const qos of [0, 1]) {
        assert.equal(await connection.subscribe(`${device.name}/${qos}/#`, qos), qos);
        await connection.publish(`${device.name}/${qos}/a`, `of ${qos}`, qos);
        assert.deepEqual(await connection.next(), { topic: `${device.name}/${qos}/a`, payload: `of ${qos}`, qos });
      }
    });
  }

  test(`${name}: a device registers itself and a subscriber activates it`, { timeout }, async (t) => {
    const { iot, authority, announced, connect, permit, refused, described } = await fleet(t, open);
    const { connection: activator } = await announced();
    assert.equal(await activator.subscribe(`$aws/events/certificates/registered/${authority.certificateId}`, 1), 1);
    await activator.subscribe('from/+', 1);
    const device = authority.device(unused('device'));
    await refused(device);
    const event = JSON.parse((await activator.next()).payload);
    assert.deepEqual(
      [event.certificateId, event.caCertificateId, event.certificateStatus, event.awsAccountId],
      [device.certificateId, authority.certificateId, 'PENDING_ACTIVATION', account]);
    assert.equal((await described(device)).status, 'PENDING_ACTIVATION');
    await permit(event);
    await update(iot, event, 'ACTIVE');
    const connection = await connect(device);
    await connection.publish(`from/${device.name}`, 'here', 1);
    assert.deepEqual(await activator.next(), { topic: `from/${device.name}`, payload: 'here', qos: 1 });
  });

  test(`${name}: a template makes a device into a thing, which is in at its second try`, { timeout }, async (t) => {
    const policyName = unused('Fleet');
    const templateBody = JSON.stringify({
      Parameters: { 'AWS::IoT::Certificate::Id': { Type: 'String' }, 'AWS::IoT::Certificate::CommonName': { Type: 'String' } },
      Resources: {
        thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'AWS::IoT::Certificate::CommonName' }, AttributePayload: { site: 'dock' } } },
        certificate: { Type: 'AWS::IoT::Certificate', Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' }, Status: 'ACTIVE' } },
        policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: policyName } },
      },
    });
    const { iot, authority, connect, refused, described } = await fleet(t, open, { registrationConfig: { templateBody, roleArn: role } });
    await iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
    const device = authority.device(unused('lamp'));
    await assert.rejects(described(device), ResourceNotFoundException);
    await refused(device);
    const connection = await connect(device);
    await connection.subscribe(`${device.name}/echo`, 1);
    await connection.publish(`${device.name}/echo`, 'on', 1);
    assert.equal((await connection.next()).payload, 'on');
    assert.equal((await described(device)).status, 'ACTIVE');
    assert.deepEqual((await iot.send(new DescribeThingCommand({ thingName: device.name }))).attributes, { site: 'dock' });
    assert.deepEqual((await iot.send(new ListThingPrincipalsCommand({ thingName: device.name }))).principals, [arnOf(device.certificateId)]);
    const { policies } = await iot.send(new ListAttachedPoliciesCommand({ target: arnOf(device.certificateId) }));
    assert.deepEqual(policies.map((policy) => policy.policyName), [policyName]);
  });

  test(`${name}: a will is published when the line is cut, and not after a goodbye`, { timeout }, async (t) => {
    const { announced } = await fleet(t, open);
    const { announced: announcedElsewhere, line } = await fleet(t, open);
    const { connection: watcher } = await announced();
    const topic = unused('will');
    await watcher.subscribe(`${topic}/+`, 1);
    const polite = await announcedElsewhere({ will: { topic: `${topic}/polite`, payload: 'gone', qos: 1 } });
    await polite.connection.close();
    const lost = await announcedElsewhere({ will: { topic: `${topic}/lost`, payload: 'gone', qos: 1 } });
    line.cut();
    await lost.connection.ended;
    assert.deepEqual(await watcher.next(), { topic: `${topic}/lost`, payload: 'gone', qos: 1 });
  });

  test(`${name}: a device is dropped when its certificate is revoked, and does not come back`, { timeout }, async (t) => {
    const { iot, announced, refused } = await fleet(t, open);
    const { connection, device } = await announced();
    await connection.publish('a', 'b', 1);
    await update(iot, device, 'REVOKED');
    await connection.ended;
    await refused(device);
  });
}
