// The AWS SDK for JavaScript over things, provisioning templates and RegisterThing; it alone of these clients knows the second forms of the lists.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import {
  AttachThingPrincipalCommand, CreateKeysAndCertificateCommand, CreateProvisioningTemplateCommand, CreateProvisioningTemplateVersionCommand,
  CreateThingCommand, DeleteConflictException, DeleteProvisioningTemplateCommand, DeleteProvisioningTemplateVersionCommand, DeleteThingCommand,
  DescribeEndpointCommand, DescribeProvisioningTemplateCommand, DescribeProvisioningTemplateVersionCommand, DescribeThingCommand,
  DetachThingPrincipalCommand, InvalidRequestException, LimitExceededException, ListPrincipalThingsCommand, ListPrincipalThingsV2Command,
  ListThingPrincipalsCommand, ListThingPrincipalsV2Command, RegisterThingCommand, ResourceAlreadyExistsException, ResourceNotFoundException,
  ResourceRegistrationFailureException, UpdateProvisioningTemplateCommand, UpdateThingCommand, VersionConflictException, VersionsLimitExceededException,
  paginateListProvisioningTemplateVersions, paginateListProvisioningTemplates, paginateListThings,
} from '@aws-sdk/client-iot';
import { Authority } from './authority.js';
import { clientOfAccount, refusal, role, template } from './surroundings.js';

const region = 'us-west-2';

function made(t) {
  const account = String(randomInt(2 ** 47)).padStart(12, '0').slice(-12);
  const iot = clientOfAccount(t, account, region);
  const told = (command) => iot.send(command);
  const refused = (command, exception, status) => refusal(iot, command, exception, status);
  const certificate = async () => (await told(new CreateKeysAndCertificateCommand({ setAsActive: true }))).certificateArn;
  return { account, iot, told, refused, certificate };
}

const all = async (paginator, key) => {
  const found = [];
  for await (const page of paginator) {
    found.push(...page[key]);
  }
  return found;
};

test('a thing is created, changed, listed and deleted', async (t) => {
  const { account, iot, told, refused } = made(t);
  const thing = { thingName: 'buoy', attributePayload: { attributes: { site: 'dock' } } };
  const { thingArn, thingId } = await told(new CreateThingCommand(thing));
  assert.deepEqual([thingArn, (await told(new CreateThingCommand(thing))).thingId], [`arn:aws:iot:${region}:${account}:thing/buoy`, thingId]);
  await refused(new CreateThingCommand({ thingName: 'buoy' }), ResourceAlreadyExistsException, 409);
  await told(new UpdateThingCommand({ thingName: 'buoy', attributePayload: { attributes: { depth: '7' }, merge: true }, expectedVersion: 1 }));
  const { attributes, version, defaultClientId } = await told(new DescribeThingCommand({ thingName: 'buoy' }));
  assert.deepEqual([attributes, version, defaultClientId], [{ site: 'dock', depth: '7' }, 2, 'buoy']);
  await refused(new UpdateThingCommand({ thingName: 'buoy', expectedVersion: 1 }), VersionConflictException, 409);
  await told(new CreateThingCommand({ thingName: 'lamp' }));
  const listed = await all(paginateListThings({ client: iot, pageSize: 1 }, {}), 'things');
  assert.deepEqual(listed.map((one) => one.thingName), ['buoy', 'lamp']);
  await told(new DeleteThingCommand({ thingName: 'buoy' }));
  await refused(new DescribeThingCommand({ thingName: 'buoy' }), ResourceNotFoundException, 404);
});

test('a certificate belongs to one thing alone, or to several', async (t) => {
  const { told, refused, certificate } = made(t);
  const [alone, shared] = [await certificate(), await certificate()];
  for (const thingName of ['buoy', 'lamp']) {
    await told(new CreateThingCommand({ thingName }));
    await told(new AttachThingPrincipalCommand({ thingName, principal: shared, thingPrincipalType: 'NON_EXCLUSIVE_THING' }));
  }
  await told(new AttachThingPrincipalCommand({ thingName: 'buoy', principal: alone, thingPrincipalType: 'EXCLUSIVE_THING' }));
  await refused(new AttachThingPrincipalCommand({ thingName: 'lamp', principal: alone }), InvalidRequestException, 400);
  const { thingPrincipalObjects } = await told(new ListThingPrincipalsV2Command({ thingName: 'buoy' }));
  assert.deepEqual(
    new Map(thingPrincipalObjects.map((one) => [one.principal, one.thingPrincipalType])), new Map([[alone, 'EXCLUSIVE_THING'], [shared, 'NON_EXCLUSIVE_THING']]));
  const only = await told(new ListThingPrincipalsV2Command({ thingName: 'buoy', thingPrincipalType: 'EXCLUSIVE_THING' }));
  assert.deepEqual(only.thingPrincipalObjects.map((one) => one.principal), [alone]);
  const { principalThingObjects } = await told(new ListPrincipalThingsV2Command({ principal: shared }));
  assert.deepEqual(principalThingObjects, ['buoy', 'lamp'].map((thingName) => ({ thingName, thingPrincipalType: 'NON_EXCLUSIVE_THING' })));
  assert.deepEqual((await told(new ListPrincipalThingsCommand({ principal: shared }))).things, ['buoy', 'lamp']);
  assert.deepEqual((await told(new ListThingPrincipalsCommand({ thingName: 'lamp' }))).principals, [shared]);
  await refused(new DeleteThingCommand({ thingName: 'lamp' }), InvalidRequestException, 400);
  await told(new DetachThingPrincipalCommand({ thingName: 'lamp', principal: shared }));
  await told(new DeleteThingCommand({ thingName: 'lamp' }));
  await refused(new ListThingPrincipalsV2Command({ thingName: 'lamp' }), ResourceNotFoundException, 404);
});

test('a template has versions, one of which is the default', async (t) => {
  const { iot, told, refused } = made(t);
  const templateName = 'buoys';
  const create = new CreateProvisioningTemplateCommand({ templateName, templateBody: template, provisioningRoleArn: role, type: 'JITP' });
  assert.equal((await told(create)).defaultVersionId, 1);
  await refused(create, ResourceAlreadyExistsException, 409);
  for (let version = 2; version <= 5; version++) {
    const added = await told(new CreateProvisioningTemplateVersionCommand({ templateName, templateBody: template, setAsDefault: version === 3 }));
    assert.deepEqual([added.versionId, added.isDefaultVersion], [version, version === 3]);
  }
  await refused(new CreateProvisioningTemplateVersionCommand({ templateName, templateBody: template }), VersionsLimitExceededException, 409);
  await refused(new DeleteProvisioningTemplateVersionCommand({ templateName, versionId: 3 }), DeleteConflictException, 409);
  await told(new UpdateProvisioningTemplateCommand({ templateName, defaultVersionId: 1, enabled: true }));
  await told(new DeleteProvisioningTemplateVersionCommand({ templateName, versionId: 3 }));
  assert.equal((await told(new DescribeProvisioningTemplateVersionCommand({ templateName, versionId: 1 }))).isDefaultVersion, true);
  const described = await told(new DescribeProvisioningTemplateCommand({ templateName }));
  assert.deepEqual([described.defaultVersionId, described.enabled, described.type, described.templateBody], [1, true, 'JITP', template]);
  const versions = await all(paginateListProvisioningTemplateVersions({ client: iot, pageSize: 2 }, { templateName }), 'versions');
  assert.deepEqual(versions.map((one) => one.versionId).sort(), [1, 2, 4, 5]);
  await told(new DeleteProvisioningTemplateCommand({ templateName }));
  await refused(new DescribeProvisioningTemplateCommand({ templateName }), ResourceNotFoundException, 404);
});

test('the two hundred and fifty-seventh template is one too many', async (t) => {
  const { iot, told } = made(t);
  const create = (number) => new CreateProvisioningTemplateCommand({ templateName: `t-${number}`, templateBody: template, provisioningRoleArn: role, type: 'JITP' });
  for (let batch = 0; batch < 16; batch++) {
    await Promise.all(Array.from({ length: 16 }, (_, number) => told(create(batch * 16 + number))));
  }
  // SDKs take this name for a throttle and try again by themselves.
  await refusal(iot, create(256), LimitExceededException, 410, 3);
  assert.equal((await all(paginateListProvisioningTemplates({ client: iot, pageSize: 250 }, {}), 'templates')).length, 256);
  await told(new DeleteProvisioningTemplateCommand({ templateName: 't-7' }));
  await told(create(256));
});

test('a thing is registered by a request for its certificate', async (t) => {
  const { account, told, refused } = made(t);
  const templateBody = JSON.stringify({
    Parameters: { Name: { Type: 'String' }, Request: { Type: 'String' } },
    Resources: {
      thing: { Type: 'AWS::IoT::Thing', Properties: { ThingName: { Ref: 'Name' } } },
      certificate: { Type: 'AWS::IoT::Certificate', Properties: { CertificateSigningRequest: { Ref: 'Request' }, Status: 'ACTIVE' } },
    },
  });
  const register = (Request) => new RegisterThingCommand({ templateBody, parameters: { Name: 'buoy', Request } });
  await refused(register('none'), ResourceRegistrationFailureException, 400);
  const { resourceArns, certificatePem } = await told(register(new Authority(t).request()));
  assert.ok(certificatePem.startsWith('-----BEGIN CERTIFICATE-----'));
  assert.equal(resourceArns.thing, `arn:aws:iot:${region}:${account}:thing/buoy`);
  assert.deepEqual((await told(new ListThingPrincipalsCommand({ thingName: 'buoy' }))).principals, [resourceArns.certificate]);
});

test('the endpoint of devices names account and region', async (t) => {
  const { account, told, refused } = made(t);
  const { endpointAddress } = await told(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
  assert.ok(endpointAddress.startsWith(`${account}.iot.${region}.`), endpointAddress);
  await refused(new DescribeEndpointCommand({ endpointType: 'iot:Jobs' }), InvalidRequestException, 400);
});
