using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class UnreadableSignatureTests
{
    [Fact]
    public void A_request_without_any_signature_is_missing_its_token() => AssertFault(
        Registration.Verify(), MissingAuthenticationToken, "Missing Authentication Token", "neither an Authorization header nor X-Amz-*");

    [Fact]
    public void An_empty_authorization_header_lacks_everything() => AssertFault(
        Registration.With("Authorization", "").Verify(),
        IncompleteSignature,
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. "
        + "Authorization header requires 'SignedHeaders' parameter. "
        + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");

    [Fact]
    public void A_bearer_token_lacks_everything_and_is_not_repeated()
    {
        var fault = Registration.With("Authorization", "Bearer eyJsecret").Verify();
        AssertFault(fault, IncompleteSignature, "Authorization header requires 'Credential' parameter. ", "scheme", "'Bearer'");
        Assert.DoesNotContain("eyJsecret", fault!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Credential")]
    [InlineData("SignedHeaders")]
    [InlineData("Signature")]
    public void A_missing_parameter_is_named(string parameter) => AssertFault(
        Signed().Changing("Authorization", value => value.Replace($"{parameter}=", "", StringComparison.Ordinal)).Verify(),
        IncompleteSignature,
        "'",
        "not a valid key=value pair (missing equal-sign) in Authorization header");

    [Theory]
    [InlineData("Credential")]
    [InlineData("SignedHeaders")]
    [InlineData("Signature")]
    public void An_empty_parameter_is_missing(string parameter) => AssertFault(
        Signed().Changing(
            "Authorization",
            value => string.Join(',', value.Split(',').Select(part =>
                part.Split('=') is [var start, _] && start.EndsWith(parameter, StringComparison.Ordinal) ? start + "=" : part)))
            .Verify(),
        IncompleteSignature,
        $"Authorization header requires '{parameter}' parameter. Wanted: ");

    [Theory]
    [InlineData("Credential")]
    [InlineData("SignedHeaders")]
    [InlineData("Signature")]
    public void A_repeated_parameter_is_refused(string parameter) => AssertFault(
        Signed().Changing("Authorization", value => $"{value}, {parameter}=x").Verify(),
        IncompleteSignature,
        $"The Authorization header has more than one '{parameter}' parameter.");

    [Fact]
    public void An_unknown_parameter_is_refused() => AssertFault(
        Signed().Changing("Authorization", value => value + ", Extra=1").Verify(),
        IncompleteSignature,
        "The Authorization header has a parameter 'Extra'");

    [Fact]
    public void Parameters_need_no_spaces_between_them() =>
        Assert.Null(Signed().Authorization(", ", ",").Verify());

    [Fact]
    public void Parameters_may_be_spaced_and_in_any_order() => Assert.Null(
        Signed().Changing(
            "Authorization",
            value => "AWS4-HMAC-SHA256   " + string.Join(" ,  ", value["AWS4-HMAC-SHA256 ".Length..].Split(", ").Reverse())).Verify());

    [Theory]
    [InlineData("AWS4-ECDSA-P256-SHA256", "SigV4A")]
    [InlineData("AWS4-HMAC-SHA512", "Signature Version 4")]
    [InlineData("AWS4-HMAC-SHA256-PAYLOAD", "Signature Version 4")]
    public void Another_algorithm_is_refused_by_name(string algorithm, string advice)
    {
        var text = $"Unsupported AWS 'algorithm': '{algorithm}' (only AWS4-HMAC-SHA256 for now). ";
        AssertFault(Signed().Authorization("AWS4-HMAC-SHA256", algorithm).Verify(), IncompleteSignature, text, advice);
        AssertFault(Presigned().Query("AWS4-HMAC-SHA256", algorithm).Verify(), IncompleteSignature, text, advice);
    }

    [Theory]
    [InlineData("Authorization")]
    [InlineData("Host")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("X-Amz-Content-Sha256")]
    public void A_repeated_header_that_signing_rests_on_is_refused(string name)
    {
        var request = Signed(credentials: Temporary, withContentSha256: true);
        var value = request.Headers.Single(h => h.Key == name).Value;
        AssertFault(
            request.With(name.ToUpperInvariant(), value).Verify(),
            IncompleteSignature,
            $"The request has more than one {name.ToLowerInvariant()} header.");
    }

    [Theory]
    [InlineData("AKIASAMPLE")]
    [InlineData("AKIASAMPLE/20261123/eu-central-1/iot")]
    [InlineData("AKIASAMPLE/20261123/eu-central-1/iot/aws4_request/more")]
    [InlineData("AKIA/SAMPLE/20261123/eu-central-1/iot/aws4_request")]
    [InlineData("/20261123/eu-central-1/iot/aws4_request")]
    [InlineData("AKIA SAMPLE/20261123/eu-central-1/iot/aws4_request")]
    [InlineData("AKIA\u00e9/20261123/eu-central-1/iot/aws4_request")]
    public void A_credential_of_another_form_is_refused(string credential) => AssertFault(
        Signed().Authorization("AKIASAMPLE/20261123/eu-central-1/iot/aws4_request", credential).Verify(),
        IncompleteSignature,
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '");

    [Fact]
    public void An_access_key_id_has_at_most_128_characters()
    {
        AssertFault(
            Signed().Authorization("AKIASAMPLE", new string('A', 129)).Verify(), IncompleteSignature, "Credential must have exactly 5");
        Assert.Null(Signed().Authorization("AKIASAMPLE", new string('A', 128)).Verify());
    }

    [Theory]
    [InlineData("2026-11-23T14:51:34Z")]
    [InlineData("20261123T145134")]
    [InlineData("20261323T145134Z")]
    [InlineData("20261123T245134Z")]
    [InlineData("20261123t145134z")]
    [InlineData("00000000T000000Z")]
    [InlineData("Mon, 23 Nov 2026 14:51:34 GMT")]
    [InlineData("")]
    public void A_date_of_another_form_is_refused(string date) => AssertFault(
        Signed().Changing("X-Amz-Date", _ => date).Verify(),
        IncompleteSignature,
        "Date must be in ISO-8601 'basic format'. Got '",
        "X-Amz-Date",
        "See http://en.wikipedia.org/wiki/ISO_8601");

    [Theory]
    [InlineData("Mon, 23 Nov 2026 14:51:34 GMT")]
    [InlineData("Mon, 23 Nov 2026 14:51:34 -0000")]
    [InlineData("Mon, 23 Nov 2026 14:51:34 +0000")]
    [InlineData("20261123T145134Z")]
    public void Without_X_Amz_Date_the_Date_header_counts(string date)
    {
        // The time is in the string to sign either way, so our signer's signature holds once the signed header is exchanged for another.
        var (signature, fault) = RequestSignature.Read(
            Signed().Without("X-Amz-Date").With("Date", date).Authorization("host;x-amz-date", "host"));
        Assert.Null(fault);
        Assert.Equal(Now, signature!.SignedAt);
    }

    [Theory]
    [InlineData("Tue, 23 Nov 2026 14:51:34 GMT")]
    [InlineData("Monday, 23-Nov-26 14:51:34 GMT")]
    [InlineData("Mon Nov 23 14:51:34 2026")]
    [InlineData("Mon, 23 Nov 2026 14:51:34 +0100")]
    [InlineData("yesterday")]
    public void A_Date_header_of_another_form_is_refused(string date) => AssertFault(
        Signed().Without("X-Amz-Date").With("Date", date).Authorization("host;x-amz-date", "host").Verify(),
        IncompleteSignature,
        "Date must be in ISO-8601 'basic format'. Got '",
        "in the Date header");

    [Fact]
    public void X_Amz_Date_counts_before_Date() =>
        Assert.Null(Signed().With("Date", "Fri, 20 Nov 2020 14:51:34 GMT").Verify());

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\u0661")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public void A_signature_that_is_not_64_small_hexadecimal_digits_is_refused(string signature)
    {
        var signed = Signed().Changing(
            "Authorization", value => value[..(value.IndexOf("Signature=", StringComparison.Ordinal) + "Signature=".Length)] + signature);
        AssertFault(
            signed.Verify(),
            IncompleteSignature,
            signature.Length == 0 ? "Authorization header requires 'Signature' parameter." : "The signature has ",
            signature.Length == 0 ? "Wanted" : $"has {signature.Length} characters");
    }

    [Fact]
    public void A_header_and_a_query_signature_at_once_are_refused()
    {
        var both = Presigned().With("Authorization", Signed().Headers.Single(h => h.Key == "Authorization").Value);
        AssertFault(
            both.Verify(),
            InvalidSignature,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    }

    [Theory]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Expires")]
    [InlineData("X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("X%2DAmz%2DSecurity%2dToken")]
    public void An_authorization_header_beside_any_signing_parameter_is_refused(string parameter) => AssertFault(
        Signed(Registration with { RawQuery = $"a=1&{parameter}=x" }).Verify(), InvalidSignature, "Found both ");
}
