using System.Collections.Immutable;
using System.CommandLine;
using Anchorage.Client;
using Anchorage.Onboarding;
using Anchorage.Provisioning;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary><c>anchorage template simulate</c>: what a certificate would become by a template, without calling anybody.</summary>
internal sealed class SimulateCommand
{
    private readonly Option<string> _template = new("--template") { HelpName = "FILE", Description = "The provisioning template.", Required = true };

    private readonly Option<string> _certificate = new("--certificate") { HelpName = "FILE", Description = "The device's certificate, in PEM or DER.", Required = true };

    private readonly Option<string> _type = new("--type")
    {
        HelpName = "JITP|FLEET_PROVISIONING",
        Description = "What the template is for; with JITP, all values come from the certificate. [default: JITP]",
        DefaultValueFactory = _ => "JITP",
    };

    private readonly Option<string[]> _parameters = new("--parameters")
    {
        HelpName = "NAME=VALUE",
        Description = "Values that come with the request, one or more; for --type FLEET_PROVISIONING.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _output;
    private readonly Verb _verb;

    private SimulateCommand()
    {
        _verb = new Verb(
            "simulate",
            "Show what a certificate would become by a template, or why it would not.",
            "Reads the template by the rules of the service, evaluates it with the certificate's subject and shows the thing, the certificate's status and the policies. What is in a registry is not looked at: whether the thing, or a policy that is named, exists. --output json prints one object: accepted, the faults with path and message, and thing, certificate, policies and deviceConfiguration.",
            "anchorage template simulate --template jitp.json --certificate device.pem",
            (ExitCode.Done, "provisioned"),
            (ExitCode.Refused, "refused: the template or the certificate is at fault, or they do not fit each other"),
            (ExitCode.Unreachable, "a file could not be read, or holds no certificate"));
        foreach (var option in (Option[])[_template, _certificate, _type, _parameters])
        {
            _verb.Options.Add(option);
        }

        _type.AcceptOnlyFromAmong("JITP", "FLEET_PROVISIONING");
        _parameters.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) <= 0)
                {
                    result.AddError($"--parameters has '{Visible.Text(token.Value)}'; NAME=VALUE is wanted.");
                }
            }
        });
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(Run);
    }

    public static Command Command() => new SimulateCommand()._verb;

    private int Run(ParseResult parsed)
    {
        var type = parsed.GetValue(_type) == "JITP" ? ProvisioningTemplateType.Jitp : ProvisioningTemplateType.FleetProvisioning;
        var parameters = parsed.GetValue(_parameters) ?? [];
        if (type is ProvisioningTemplateType.Jitp && parameters.Length > 0)
        {
            return Ending.With(Failure.Usage("--parameters is for --type FLEET_PROVISIONING: a device that is provisioned just in time sends its certificate only."));
        }

        var text = TextFile.Read(parsed.GetValue(_template)!, "a provisioning template");
        if (!text.IsDone)
        {
            return Ending.With(text.Failure);
        }

        var read = CertificateFile.ReadWhole(parsed.GetValue(_certificate)!, "device certificate");
        if (!read.IsDone)
        {
            return Ending.With(read.Failure);
        }

        using var certificate = read.Value;
        var (plan, faults) = Evaluate(text.Value, type, certificate, parameters);
        if (_output.IsJson(parsed))
        {
            Screen.Json(Simulation.ToJson(plan, faults));
        }
        else
        {
            Simulation.Show(plan, faults, Visible.Text(parsed.GetValue(_certificate)!), Visible.Text(parsed.GetValue(_template)!));
        }

        return plan is null ? ExitCode.Refused : ExitCode.Done;
    }

    private static (ProvisioningPlan? Plan, ImmutableArray<TemplateFault> Faults) Evaluate(
        string text, ProvisioningTemplateType type, Certificate certificate, string[] parameters)
    {
        var (template, faults) = ProvisioningTemplate.Read(text, type);
        if (template is null)
        {
            return (null, faults);
        }

        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            given[parameter[..equals]] = parameter[(equals + 1)..];
        }

        var (plan, unfit) = template.Evaluate(SubjectParameters.Of(certificate, given));
        return plan is null ? (null, unfit)
            : PlanRules.Judge(plan) is { IsEmpty: false } refused ? (null, refused)
            : (plan, []);
    }
}
