// The AWS SDK for JavaScript throws each modelled error of these operations as its own class, with a message that helps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CertificateValidationException, DeleteRegistrationCodeCommand, DescribeCACertificateCommand, InvalidRequestException, LimitExceededException,
  ListJobsCommand, RegisterCACertificateCommand, RegistrationCodeValidationException, ResourceAlreadyExistsException, ResourceNotFoundException,
} from '@aws-sdk/client-iot';
import { Authority, unusedName } from './authority.js';
import { clientOfAccount, codeOf, refusal, register, role, signedClient, template } from './surroundings.js';

const region = 'us-west-2';

function registration(authority, parameters = { certificateMode: 'SNI_ONLY' }) {
  return new RegisterCACertificateCommand({ caCertificate: authority.pem, ...parameters });
}

test('DEFAULT mode without a proof is an invalid request', async (t) => {
  const error = await refusal(signedClient(t, { region }), registration(new Authority(t), {}), InvalidRequestException, 400);
  assert.match(error.message, /must not be empty/);
});

test('a template with neither policy name nor document is an invalid request', async (t) => {
  const registrationConfig = { templateBody: template.replace('"PolicyName":"Fleet"', ''), roleArn: role };
  const command = registration(new Authority(t), { certificateMode: 'SNI_ONLY', registrationConfig });
  const error = await refusal(signedClient(t, { region }), command, InvalidRequestException, 400);
  assert.match(error.message, /^Invalid registration template\. Neither policyName nor policyDocument is present in the Template\./);
});

test('a certificate that is no CA fails validation', async (t) => {
  const authority = new Authority(t, { constraint: 'CA:FALSE' });
  const error = await refusal(signedClient(t, { region }), registration(authority), CertificateValidationException, 400);
  assert.match(error.message, /^CA certificate is not valid\. The CA certificate does not have the basicConstraints extension as true/);
});

test('a proof with another code fails code validation', async (t) => {
  const iot = signedClient(t, { region });
  const authority = new Authority(t);
  await codeOf(iot);
  const command = registration(authority, { verificationCertificate: authority.prove('a'.repeat(64)) });
  const error = await refusal(iot, command, RegistrationCodeValidationException, 400);
  assert.match(error.message, /a{64}/);
});

test('a CA registered twice already exists and names the first', async (t) => {
  const iot = signedClient(t, { region });
  const authority = new Authority(t);
  const { certificateArn, certificateId } = await register(iot, authority);
  const error = await refusal(iot, registration(authority), ResourceAlreadyExistsException, 409);
  assert.deepEqual([error.resourceId, error.resourceArn], [certificateId, certificateArn]);
  assert.ok(error.message.includes(certificateArn), error.message);
});

test('the eleventh CA of a subject exceeds the limit and learns of the ten', async (t) => {
  const iot = signedClient(t, { region });
  const name = unusedName();
  const ten = [];
  for (let count = 0; count < 10; count++) {
    ten.push((await register(iot, new Authority(t, { name }))).certificateId);
  }

  // The SDK takes this name for a throttle, here as with AWS, and tries twice more before it throws.
  const error = await refusal(iot, registration(new Authority(t, { name })), LimitExceededException, 410, 3);
  assert.deepEqual(ten.filter((id) => !error.message.includes(id)), []);
});

test('a template name that nobody gave is not found', async (t) => {
  const command = registration(new Authority(t), { certificateMode: 'SNI_ONLY', registrationConfig: { templateName: 'no-such-template' } });
  const error = await refusal(signedClient(t, { region }), command, ResourceNotFoundException, 404);
  assert.match(error.message, /no-such-template/);
});

test('an unknown CA is not found', async (t) => {
  const command = new DescribeCACertificateCommand({ certificateId: '0'.repeat(64) });
  await refusal(signedClient(t, { region }), command, ResourceNotFoundException, 404);
});

test('a code that is not there cannot be deleted', async (t) => {
  const iot = clientOfAccount(t, '999900001111', region);
  await refusal(iot, new DeleteRegistrationCodeCommand({}), ResourceNotFoundException, 404);
});

test('a CA that another account holds is an invalid request that does not say whose it is', async (t) => {
  const authority = new Authority(t);
  const [holder, other] = ['777788889999', '222233334444'].map((id) => clientOfAccount(t, id, region));
  await holder.send(registration(authority, { verificationCertificate: authority.prove(await codeOf(holder)) }));
  const command = registration(authority, { verificationCertificate: authority.prove(await codeOf(other)) });
  const error = await refusal(other, command, InvalidRequestException, 400);
  assert.match(error.message, /^Cannot accept this CACertificate/);
  assert.doesNotMatch(error.message, /777788889999/);
});

test('an operation that is not offered is named', async (t) => {
  const error = await refusal(signedClient(t, { region }), new ListJobsCommand({}), InvalidRequestException, 400);
  assert.match(error.message, /ListJobs/);
});
