// The AWS SDK for JavaScript over the life of device certificates, each modelled error as its own class.
import assert from 'node:assert/strict';
import { createPrivateKey, randomInt, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import {
  AcceptCertificateTransferCommand, CancelCertificateTransferCommand, CertificateStateException,
  CertificateValidationException, CreateCertificateFromCsrCommand, CreateKeysAndCertificateCommand, DeleteCertificateCommand, DescribeCertificateCommand,
  InvalidRequestException, ListCertificatesByCACommand, ListCertificatesCommand, ListOutgoingCertificatesCommand, RegisterCertificateCommand,
  RegisterCertificateWithoutCACommand, RejectCertificateTransferCommand, ResourceAlreadyExistsException, ResourceNotFoundException,
  TransferAlreadyCompletedException, TransferCertificateCommand, TransferConflictException, UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { Authority } from './authority.js';
import { clientOfAccount, refusal, register } from './surroundings.js';

const region = 'us-west-2';
const unusedAccount = () => String(randomInt(2 ** 47)).padStart(12, '0').slice(-12);
const describe = async (iot, certificateId) => (await iot.send(new DescribeCertificateCommand({ certificateId }))).certificateDescription;

test('a certificate is registered by its CA, listed, changed and deleted', async (t) => {
  const iot = clientOfAccount(t, unusedAccount(), region);
  const authority = new Authority(t);
  await register(iot, authority, { setAsActive: true });
  const certificatePem = authority.issue();
  const { certificateId } = await iot.send(new RegisterCertificateCommand({ certificatePem, status: 'ACTIVE' }));
  const told = await describe(iot, certificateId);
  assert.deepEqual([told.caCertificateId, told.status, told.certificatePem, told.transferData], [authority.certificateId, 'ACTIVE', certificatePem, {}]);
  assert.ok(told.creationDate instanceof Date && told.validity.notAfter instanceof Date);
  const byCA = await iot.send(new ListCertificatesByCACommand({ caCertificateId: authority.certificateId, ascendingOrder: true }));
  assert.deepEqual(byCA.certificates, (await iot.send(new ListCertificatesCommand({ pageSize: 1 }))).certificates);
  await refusal(iot, new RegisterCertificateCommand({ certificatePem }), ResourceAlreadyExistsException, 409);
  await refusal(iot, new DeleteCertificateCommand({ certificateId }), CertificateStateException, 406);
  await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
  await iot.send(new DeleteCertificateCommand({ certificateId, forceDelete: true }));
  await refusal(iot, new DescribeCertificateCommand({ certificateId }), ResourceNotFoundException, 404);
});

test('each way not to be registered has its class', async (t) => {
  const iot = clientOfAccount(t, unusedAccount(), region);
  const authority = new Authority(t);
  const certificatePem = authority.issue();
  const error = await refusal(iot, new RegisterCertificateCommand({ certificatePem }), CertificateStateException, 406);
  assert.match(error.message, /^No CA certificate exists for the given certificate\./);
  await refusal(iot, new RegisterCertificateCommand({ certificatePem: 'none' }), CertificateValidationException, 400);
  await refusal(iot, new RegisterCertificateWithoutCACommand({ certificatePem, status: 'PENDING_ACTIVATION' }), CertificateStateException, 406);
  await refusal(iot, new UpdateCertificateCommand({ certificateId: 'short', newStatus: 'ACTIVE' }), InvalidRequestException, 400);
  await iot.send(new RegisterCertificateWithoutCACommand({ certificatePem }));
});

test('what is issued is for the key that is asked for', async (t) => {
  const iot = clientOfAccount(t, unusedAccount(), region);
  const { certificatePem, keyPair } = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
  assert.ok(new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPair.PrivateKey)));
  const certificateSigningRequest = new Authority(t).request('device-7');
  const issued = await iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest }));
  assert.equal(new X509Certificate(issued.certificatePem).subject, 'CN=device-7');
  await refusal(iot, new CreateCertificateFromCsrCommand({ certificateSigningRequest: 'none' }), InvalidRequestException, 400);
});

test('a certificate is transferred to another account', async (t) => {
  const [source, targetAwsAccount] = [unusedAccount(), unusedAccount()];
  const [iot, other] = [clientOfAccount(t, source, region), clientOfAccount(t, targetAwsAccount, region)];
  const { certificateId } = await iot.send(new CreateKeysAndCertificateCommand({}));
  const offer = new TransferCertificateCommand({ certificateId, targetAwsAccount, transferMessage: 'yours' });
  await iot.send(offer);
  const { outgoingCertificates } = await iot.send(new ListOutgoingCertificatesCommand({}));
  assert.deepEqual(outgoingCertificates.map((one) => [one.transferredTo, one.transferMessage]), [[targetAwsAccount, 'yours']]);
  await refusal(iot, offer, TransferConflictException, 409);
  await iot.send(new CancelCertificateTransferCommand({ certificateId }));
  await iot.send(offer);
  await other.send(new RejectCertificateTransferCommand({ certificateId, rejectReason: 'not ours' }));
  assert.equal((await describe(iot, certificateId)).transferData.rejectReason, 'not ours');
  await iot.send(offer);
  await other.send(new AcceptCertificateTransferCommand({ certificateId }));
  const told = await describe(other, certificateId);
  assert.deepEqual([told.status, told.ownedBy, told.previousOwnedBy], ['INACTIVE', targetAwsAccount, source]);
  await refusal(iot, new CancelCertificateTransferCommand({ certificateId }), TransferAlreadyCompletedException, 410);
});
