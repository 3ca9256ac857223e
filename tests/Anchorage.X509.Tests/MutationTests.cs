using System.Diagnostics;
using System.Security.Cryptography;
using CsCheck;

namespace Anchorage.X509.Tests;

/// <summary>Certificates that were damaged in every place, and octets made up at random: reading them answers, and quickly.</summary>
public sealed class MutationTests
{
    // Far beyond what any one reading takes, so that only a hang or a blow-up breaks it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private static readonly byte[][] Seeds =
    [
        new CertificateDraft().With(
            CertificateDraft.KeyUsage(KeyUsages.KeyCertSign),
            Der.Extension("2.5.29.37", false, Der.Sequence(Der.Oid("1.3.6.1.5.5.7.3.2"))),
            Der.Extension("2.5.29.14", false, Der.OctetString([1, 2])),
            CertificateDraft.AuthorityKeyIdentifier,
            Der.Extension("2.5.29.17", false, Der.Sequence(Der.Value(0x82, [0x61])))).Sign(Signer.P256),
        new CertificateDraft().Sign(Signer.Rsa2048),
        new CertificateDraft().Sign(Signer.Pss(HashAlgorithmName.SHA384)),
        new CertificateDraft { Version = null, Extensions = null, NotAfter = Der.GeneralizedTime("20600101000000Z") }.Sign(Signer.P256),
    ];

    [Fact]
    public void One_changed_octet_anywhere_never_throws()
    {
        byte[] replacements = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x84, 0x30, 0xff];
        foreach (var seed in Seeds)
        {
            for (var position = 0; position < seed.Length; position++)
            {
                var mutant = seed.ToArray();
                foreach (var replacement in replacements.Append((byte)(seed[position] ^ 1)).Append((byte)(seed[position] + 1)))
                {
                    mutant[position] = replacement;
                    ReadInTime(mutant);
                }
            }
        }
    }

    [Fact]
    public void A_certificate_cut_short_anywhere_is_refused()
    {
        foreach (var seed in Seeds)
        {
            for (var length = 0; length < seed.Length; length++)
            {
                Assert.False(Certificate.Read(seed.AsMemory(0, length), Reads.Role).IsRead);
            }
        }
    }

    [Fact]
    public void An_octet_removed_or_inserted_anywhere_is_refused()
    {
        foreach (var seed in Seeds)
        {
            for (var position = 0; position < seed.Length; position++)
            {
                Assert.False(Certificate.Read((byte[])[.. seed[..position], .. seed[(position + 1)..]], Reads.Role).IsRead);
                Assert.False(Certificate.Read((byte[])[.. seed[..position], 0x00, .. seed[position..]], Reads.Role).IsRead);
            }
        }
    }

    [Fact]
    public void Several_changes_at_once_never_throw() => Gen
        .Select(
            Gen.Int[0, Seeds.Length - 1],
            Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 8],
            Gen.Int[0, 2000],
            Gen.Int[0, 2000],
            Gen.Int[0, 60])
        .Sample(
            (index, changes, from, to, count) =>
            {
                var mutant = Seeds[index].ToArray();
                foreach (var (position, value) in changes)
                {
                    mutant[position % mutant.Length] = value;
                }

                // A splice: octets of one place over those of another, which keeps pieces of structure whole.
                from %= mutant.Length;
                to %= mutant.Length;
                count = Math.Min(count, mutant.Length - Math.Max(from, to));
                mutant.AsSpan(from, count).CopyTo(mutant.AsSpan(to));
                ReadInTime(mutant);
            },
            iter: 20_000, threads: 1);

    [Fact]
    public void Values_exchanged_for_values_of_another_seed_never_throw() => Gen
        .Select(Gen.Int[0, Seeds.Length - 1], Gen.Int[0, Seeds.Length - 1], Gen.Int[0, 200], Gen.Int[0, 200])
        .Sample(
            (into, from, at, which) =>
            {
                var replacement = DerTree.Subtree(Seeds[from], which);
                ReadInTime(DerTree.Replace(Seeds[into], at, replacement));
            },
            iter: 10_000, threads: 1);

    [Fact]
    public void Random_octets_never_throw() => Gen.Byte.Array[0, 300].Sample(octets => ReadInTime(octets), iter: 10_000, threads: 1);

    [Fact]
    public void Random_text_never_throws() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char["-BEGIN CRTFAPVKYD\n=/+a0"]), 0, 300].Sample(
        text =>
        {
            _ = CertificatePem.Read(text, Reads.Role);
            _ = CertificatePem.Read("-----BEGIN " + text, Reads.Role);
            _ = CertificatePem.Read("-----BEGIN CERTIFICATE-----" + text + "-----END CERTIFICATE-----", Reads.Role);
        },
        iter: 10_000, threads: 1);

    [Fact]
    public void What_is_read_of_a_changed_certificate_can_be_shown_and_judged()
    {
        var judged = 0;
        foreach (var seed in Seeds)
        {
            for (var position = 0; position < seed.Length; position += 3)
            {
                var mutant = seed.ToArray();
                mutant[position] ^= 0x01;
                if (Certificate.Read(mutant, Reads.Role) is not { IsRead: true, Value: { } certificate })
                {
                    continue;
                }

                using (certificate)
                {
                    judged++;
                    Assert.NotEmpty(certificate.Issuer.ToString());

                    // One that no longer names itself as its issuer is an intermediate, whose signature nobody here can check.
                    Assert.True(Reads.Judge(certificate).Length > 0 || !certificate.IsSelfSigned, "A changed certificate was accepted.");
                    Assert.NotEmpty(VerificationCertificateRules.Judge(certificate, certificate, "code", Reads.Now));
                }
            }
        }

        Assert.True(judged > 100, "Too few of the changed certificates could be read for this to say anything.");
    }

    private static void ReadInTime(byte[] der)
    {
        var start = Stopwatch.GetTimestamp();
        var reading = Certificate.Read(der, Reads.Role);
        if (reading.IsRead)
        {
            _ = reading.Value.Subject.ToString();
            _ = reading.Value.Subject.CommonNames;
            reading.Value.Dispose();
        }

        Assert.True(Stopwatch.GetElapsedTime(start) < Limit, "Reading took too long.");
    }
}
