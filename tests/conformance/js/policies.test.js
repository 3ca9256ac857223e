// The AWS SDK for JavaScript over the operations of policies, with each modelled error thrown as its own class.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  AttachPolicyCommand, CreateKeysAndCertificateCommand, CreatePolicyCommand, CreatePolicyVersionCommand, DeleteConflictException, DeletePolicyCommand,
  DeletePolicyVersionCommand, DetachPolicyCommand, GetEffectivePoliciesCommand, GetPolicyCommand, GetPolicyVersionCommand, InvalidRequestException,
  LimitExceededException, ListAttachedPoliciesCommand, ListPolicyVersionsCommand, ListTargetsForPolicyCommand, MalformedPolicyException,
  ResourceAlreadyExistsException, ResourceNotFoundException, SetDefaultPolicyVersionCommand, TestAuthorizationCommand,
  VersionsLimitExceededException, paginateListPolicies,
} from '@aws-sdk/client-iot';
import { account, refusal, signedClient } from './surroundings.js';

const region = 'us-west-2';
const resource = (rest) => `arn:aws:iot:${region}:${account}:${rest}`;
const policyDocument = JSON.stringify({
  Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: resource('client/${iot:ClientId}') }],
});

async function made(t) {
  const iot = signedClient(t, { region });
  const policyName = `policy-${randomBytes(6).toString('hex')}`;
  const { policyArn } = await iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
  const refused = (command, exception, status) => refusal(iot, command, exception, status);
  const certificate = async () => (await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }))).certificateArn;
  return { iot, policyName, policyArn, refused, certificate };
}

test('a policy is found, listed and deleted', async (t) => {
  const { iot, policyName, policyArn, refused } = await made(t);
  const found = await iot.send(new GetPolicyCommand({ policyName }));
  assert.deepEqual([found.policyArn, found.policyDocument, found.defaultVersionId], [resource(`policy/${policyName}`), policyDocument, '1']);
  assert.ok(found.creationDate instanceof Date);
  const listed = [];
  for await (const page of paginateListPolicies({ client: iot, pageSize: 1 }, {})) {
    listed.push(...page.policies);
  }
  assert.ok(listed.some((policy) => policy.policyName === policyName && policy.policyArn === policyArn));
  await refused(new CreatePolicyCommand({ policyName, policyDocument }), ResourceAlreadyExistsException, 409);
  await iot.send(new DeletePolicyCommand({ policyName }));
  await refused(new GetPolicyCommand({ policyName }), ResourceNotFoundException, 404);
});

test('a malformed document is refused', async (t) => {
  const { policyName, refused } = await made(t);
  for (const malformed of ['', '{', '{}', policyDocument.replace('Allow', 'Perhaps')]) {
    await refused(new CreatePolicyCommand({ policyName: `${policyName}-b`, policyDocument: malformed }), MalformedPolicyException, 400);
    await refused(new CreatePolicyVersionCommand({ policyName, policyDocument: malformed }), MalformedPolicyException, 400);
  }
});

test('versions are added up to five, chosen and deleted', async (t) => {
  const { iot, policyName, refused } = await made(t);
  for (let version = 2; version <= 5; version++) {
    const added = await iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: version === 3 }));
    assert.deepEqual([added.policyVersionId, added.isDefaultVersion], [`${version}`, version === 3]);
  }
  await refused(new CreatePolicyVersionCommand({ policyName, policyDocument }), VersionsLimitExceededException, 409);
  await refused(new DeletePolicyVersionCommand({ policyName, policyVersionId: '3' }), DeleteConflictException, 409);
  await refused(new DeletePolicyCommand({ policyName }), DeleteConflictException, 409);
  await iot.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId: '1' }));
  await iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId: '3' }));
  await refused(new GetPolicyVersionCommand({ policyName, policyVersionId: '3' }), ResourceNotFoundException, 404);
  const { policyVersions } = await iot.send(new ListPolicyVersionsCommand({ policyName }));
  assert.deepEqual(policyVersions.filter((version) => version.isDefaultVersion).map((version) => version.versionId), ['1']);
  assert.equal(policyVersions.length, 4);
});

test('a policy is attached, tested and detached', async (t) => {
  const { iot, policyName, refused, certificate } = await made(t);
  const target = await certificate();
  await iot.send(new AttachPolicyCommand({ policyName, target }));
  await iot.send(new AttachPolicyCommand({ policyName, target }));
  assert.deepEqual((await iot.send(new ListAttachedPoliciesCommand({ target }))).policies.map((policy) => policy.policyName), [policyName]);
  assert.deepEqual((await iot.send(new ListTargetsForPolicyCommand({ policyName }))).targets, [target]);
  assert.equal((await iot.send(new GetEffectivePoliciesCommand({ principal: target }))).effectivePolicies[0].policyDocument, policyDocument);
  const { authResults } = await iot.send(new TestAuthorizationCommand({
    principal: target, clientId: 'lamp', authInfos: ['lamp', 'other'].map((id) => ({ actionType: 'CONNECT', resources: [resource(`client/${id}`)] })),
  }));
  assert.deepEqual(authResults.map((result) => result.authDecision), ['ALLOWED', 'IMPLICIT_DENY']);
  await refused(new DeletePolicyCommand({ policyName }), DeleteConflictException, 409);
  await iot.send(new DetachPolicyCommand({ policyName, target }));
  await iot.send(new DeletePolicyCommand({ policyName }));
});

test('the eleventh policy of a certificate is one too many', async (t) => {
  const { iot, policyName, certificate } = await made(t);
  const target = await certificate();
  for (let number = 0; number < 10; number++) {
    await iot.send(new CreatePolicyCommand({ policyName: `${policyName}-${number}`, policyDocument }));
    await iot.send(new AttachPolicyCommand({ policyName: `${policyName}-${number}`, target }));
  }
  // SDKs take this name for a throttle and try again by themselves.
  await refusal(iot, new AttachPolicyCommand({ policyName, target }), LimitExceededException, 410, 3);
});

test('what is unknown or no target is refused', async (t) => {
  const { policyName, refused } = await made(t);
  await refused(new AttachPolicyCommand({ policyName, target: resource(`cert/${'0'.repeat(64)}`) }), ResourceNotFoundException, 404);
  await refused(new AttachPolicyCommand({ policyName, target: 'lamp' }), InvalidRequestException, 400);
  await refused(new GetEffectivePoliciesCommand({ thingName: policyName }), ResourceNotFoundException, 404);
  await refused(new TestAuthorizationCommand({ authInfos: [] }), InvalidRequestException, 400);
});
