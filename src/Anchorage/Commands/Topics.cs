namespace Anchorage.Commands;

/// <summary>What several verbs have in common, told once.</summary>
internal static class Topics
{
    public const string Service = """
        Where requests go:
          --endpoint-url, else AWS_ENDPOINT_URL_IOT, AWS_ENDPOINT_URL, or the profile's endpoint_url; without
          any of them AWS itself, at https://iot.REGION.amazonaws.com. The region is --region, else AWS_REGION,
          AWS_DEFAULT_REGION or the profile's; an endpoint of your own without a region gets us-east-1.
          AWS_CA_BUNDLE names a PEM file of the CAs to trust for TLS in place of the machine's.

        Who signs them:
          AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN; else the profile
          of AWS_PROFILE, else the default one, in ~/.aws/credentials and ~/.aws/config (or the files that
          AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE name). A profile given with --profile goes before the
          environment. Roles, single sign-on and credential processes are for the AWS CLI to resolve:
          eval "$(aws configure export-credentials --profile NAME --format env)"

        """;
}
