// The AWS SDK for JavaScript signs; what is signed wrongly is refused by the name that AWS gives it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetRegistrationCodeCommand, IoTServiceException } from '@aws-sdk/client-iot';
import { codeOf, refusal, signedClient } from './surroundings.js';

const region = 'us-west-2';
const minutes = 60_000;

// These errors are in no operation's model, so the SDK has no class for them and throws its base class with the name.
async function refused(iot, name) {
  const error = await refusal(iot, new GetRegistrationCodeCommand({}), IoTServiceException, 403);
  assert.equal(error.name, name);
  return error.message;
}

test('this SDK signs for iot and is taken', async (t) => {
  const iot = signedClient(t, { region });
  await codeOf(iot);
  assert.match(iot.sent[0].headers.authorization, /\/us-west-2\/iot\/aws4_request/);
  assert.match(iot.sent[0].headers.authorization, /SignedHeaders=[^,]*x-amz-content-sha256/);
});

test('a wrong secret is an invalid signature', async (t) => {
  const iot = signedClient(t, { region, credentials: { secretAccessKey: 'wrong' } });
  assert.match(await refused(iot, 'InvalidSignatureException'), /does not match the signature you provided/);
});

test('a key that was not issued is an unrecognized client', async (t) => {
  const iot = signedClient(t, { region, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' } });
  assert.match(await refused(iot, 'UnrecognizedClientException'), /^The security token included in the request is invalid\..*AKIAIOSFODNN7EXAMPLE/);
});

test('a session token that was not issued is an unrecognized client', async (t) => {
  const iot = signedClient(t, { region, credentials: { sessionToken: 'made up' } });
  assert.match(await refused(iot, 'UnrecognizedClientException'), /^The security token included in the request is invalid\./);
});

test('a region that is not served is named beside those that are', async (t) => {
  const message = await refused(signedClient(t, { region: 'sa-east-1' }), 'InvalidSignatureException');
  assert.match(message, /'sa-east-1'.*us-west-2/);
});

// Sets this process's clock wrong, as the SDK reads it, for one test.
function clockOff(t, by) {
  const now = Date.now;
  t.mock.method(Date, 'now', () => now() + by);
}

for (const by of [-6 * minutes, 6 * minutes]) {
  test(`a clock off by ${by / minutes} minutes is set right from the date of the refusal`, async (t) => {
    clockOff(t, by);
    const iot = signedClient(t, { region });
    await codeOf(iot);
    assert.equal(iot.sent.length, 2);
    await codeOf(iot);
    assert.equal(iot.sent.length, 3, 'the corrected clock was not kept');
  });
}

for (const [by, opening] of [[-6 * minutes, 'Signature expired: '], [6 * minutes, 'Signature not yet current: ']]) {
  test(`a clock off by ${by / minutes} minutes is refused with the times when nothing is tried again`, async (t) => {
    clockOff(t, by);
    const message = await refused(signedClient(t, { region, maxAttempts: 1 }), 'InvalidSignatureException');
    assert.ok(message.startsWith(opening), message);
  });
}
