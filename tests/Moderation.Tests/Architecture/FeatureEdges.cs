using System.Reflection;
using System.Runtime.CompilerServices;
using Moderation.Accounts;
using Moderation.Pages;
using Moderation.Policies;
using Moderation.Privacy;
using Moderation.Sites;
using Moderation.Submissions;

namespace Moderation.Tests.Architecture;

/// <summary>Which feature may use which. A feature is a folder of Core; a new one needs a row here, and a new edge a reason.</summary>
public sealed class FeatureEdges
{
    private const string RootNamespace = "Moderation.";

    /// <summary>The table: a feature and what it may use. Contracts and Scoring are the projects of these names.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Time"] = [],
        ["Storage"] = ["Time"],
        ["Telemetry"] = ["Time", "Storage"],
        ["Privacy"] = ["Time", "Storage", "Sites"],
        ["Sites"] = ["Time", "Storage", "Privacy"],
        ["Pages"] = ["Time", "Storage", "Sites", "Privacy"],
        ["Submissions"] = ["Time", "Storage", "Sites", "Pages", "Policies"],
        ["Policies"] = ["Time", "Storage", "Sites", "Pages", "Privacy", "Scoring"],
        ["WordLists"] = ["Time", "Storage", "Privacy", "Sites", "Pages", "Policies", "Submissions", "Messaging", "Scoring"],
        ["Labels"] = ["Time", "Storage", "Sites", "Submissions", "Scoring"],
        ["Messaging"] = ["Time", "Storage", "Telemetry", "Sites", "Submissions", "Policies", "Pages", "Privacy", "Contracts"],
        ["Models"] = ["Time", "Storage", "Privacy", "Sites", "Submissions", "Policies", "Scoring"],
        ["Authors"] = ["Time", "Storage", "Sites", "Privacy", "Pages"],
        ["Blocks"] = ["Time", "Storage", "Sites", "Privacy", "Policies", "Submissions", "Scoring"],
        ["Campaigns"] = ["Time", "Storage", "Privacy", "Sites", "Submissions", "Policies", "Scoring"],
        ["Bulk"] = ["Time", "Storage", "Sites", "Submissions", "Policies", "Review", "Campaigns"],
        ["Search"] = ["Time", "Storage", "Privacy", "Sites", "Submissions", "Policies", "Accounts", "Scoring"],
        ["Intake"] = ["Time", "Storage", "Telemetry", "Privacy", "Sites", "Pages", "Submissions", "Policies", "Models", "Labels", "Messaging", "Authors", "Blocks", "Scoring", "Contracts"],
        ["Judging"] = ["Time", "Storage", "Telemetry", "Privacy", "Sites", "Pages", "Submissions", "Policies", "WordLists", "Models", "Messaging", "Blocks", "Campaigns", "Scoring", "Contracts"],
        ["Inbound"] = ["Time", "Storage", "Telemetry", "Privacy", "Sites", "Pages", "Submissions", "Policies", "Messaging", "Intake", "Judging", "Campaigns", "Review", "Contracts"],
        ["Reports"] = ["Time", "Storage", "Privacy", "Sites", "Pages", "Submissions", "Policies", "Messaging"],
        ["Review"] = ["Time", "Storage", "Privacy", "Sites", "Pages", "Submissions", "Policies", "Labels", "Messaging", "Reports", "Contracts"],
        ["Quality"] = ["Time", "Storage", "Telemetry", "Sites", "Submissions", "Policies", "Models", "Labels", "Review", "Scoring"],
        ["Accounts"] = ["Time", "Storage", "Privacy", "Sites", "Submissions"],
        ["Feedback"] = ["Time", "Storage", "Privacy", "Sites", "Submissions", "Labels", "Scoring"],
        ["Training"] = ["Time", "Storage", "Privacy", "Sites", "Submissions", "Labels", "Models", "Scoring"],
        ["Scales"] = ["Storage", "Time", "Sites", "Scoring"],
        ["Administration"] = ["Time", "Storage", "Privacy", "Sites", "Authors", "Pages", "Policies", "Submissions", "Messaging", "Models", "Review", "Scales", "Scoring"],
        ["Persons"] = ["Time", "Storage", "Privacy", "Sites", "Pages", "Submissions", "Policies", "Messaging", "Labels", "Feedback", "Blocks"],
        ["Retention"] = ["Time", "Storage", "Telemetry", "Privacy", "Sites", "Submissions", "Training", "Feedback"],
        ["Rotation"] = ["Time", "Storage", "Privacy", "Sites"],
        ["Comments"] = ["Time", "Storage", "Sites", "Pages", "Submissions", "Privacy"],
    };

    /// <summary>Edges that are narrower than a feature: only these types may be used.</summary>
    private static readonly Dictionary<(string From, string To), Type[]> Narrow = new()
    {
        [("Privacy", "Sites")] = [typeof(SiteId)],
        [("Search", "Privacy")] = [typeof(EmailSealer)],
        [("Search", "Accounts")] = [typeof(Moderator), typeof(ModeratorStore)],
        [("Campaigns", "Privacy")] = [typeof(KeyRing), typeof(KeyPurpose)],
        [("Campaigns", "Policies")] = [typeof(SiteDomain), typeof(Shorteners), typeof(SeenDomains)],
        [("WordLists", "Privacy")] = [typeof(AddressMask)],
        [("Feedback", "Privacy")] = [typeof(AddressMask), typeof(BodyHasher)],
        [("Training", "Privacy")] = [typeof(AddressMask)],
        [("Policies", "Privacy")] = [typeof(AddressMask), typeof(AddressScanner)],
        [("Inbound", "Policies")] = [typeof(SeenDomains), typeof(SiteDomain)],
        [("Review", "Policies")] = [typeof(SeenDomains), typeof(SiteDomain)],
        [("Review", "Privacy")] = [typeof(EmailSealer)],
        [("Persons", "Policies")] = [typeof(Verdict)],
        [("Retention", "Privacy")] = [typeof(KeyRing), typeof(KeyPurpose), typeof(KeyedHash)],
        [("Accounts", "Submissions")] = [typeof(AuditStore), typeof(AuditEntry), typeof(AuditKind)],
        [("Models", "Submissions")] = [typeof(AuditStore), typeof(AuditEntry), typeof(AuditKind)],
        [("Models", "Policies")] = [typeof(Verdict)],
        [("Administration", "Privacy")] = [typeof(EmailSealer)],
        [("Administration", "Submissions")] = [typeof(AuditStore), typeof(AuditEntry), typeof(AuditKind), typeof(SubmissionId), typeof(SubmissionKey), typeof(WaitingSubmissions)],
        [("Models", "Privacy")] = [typeof(AddressMask)],
        [("Submissions", "Policies")] = [typeof(Verdict), typeof(Reason)],
        [("Authors", "Pages")] = [typeof(PageUrl)],
        [("Blocks", "Policies")] = [typeof(Verdict)],
    };

    private static readonly Assembly Core = typeof(SiteId).Assembly;

    [Fact]
    public void Features_use_each_other_only_as_the_table_says()
    {
        string[] forbidden = [.. FeatureTypes()
            .SelectMany(type => TypeUses.Of(type).Select(used => (User: type, Used: used)))
            .Where(use => FeatureOf(use.Used) is { } to && to != FeatureOf(use.User))
            .Where(use => !IsAllowed(use.User, use.Used))
            .Select(use => $"{Outermost(use.User).FullName} uses {Outermost(use.Used).FullName}")
            .Distinct()
            .Order()];

        Assert.True(forbidden.Length == 0, string.Join(Environment.NewLine, forbidden));
    }

    [Fact]
    public void Every_feature_has_a_row() =>
        Assert.Subset(Allowed.Keys.ToHashSet(), FeatureTypes().Select(type => FeatureOf(type)!).ToHashSet());

    [Fact]
    public void The_test_sees_through_bodies_generics_and_nested_types()
    {
        IReadOnlySet<Type> uses = TypeUses.Of(typeof(Sample));

        Assert.Contains(typeof(SiteId), uses);
        Assert.Contains(typeof(Verdict), uses);
        Assert.Contains(typeof(Policy), uses);
        Assert.Contains(typeof(AddressMask), TypeUses.Of(typeof(PageUrl)));
    }

    private static IEnumerable<Type> FeatureTypes() => Core.GetTypes().Where(type => FeatureOf(type) is not null);

    private static bool IsAllowed(Type user, Type used)
    {
        (string from, string to) = (FeatureOf(user)!, FeatureOf(used)!);
        return Allowed.TryGetValue(from, out string[]? columns) && columns.Contains(to)
            && (!Narrow.TryGetValue((from, to), out Type[]? types) || types.Contains(Outermost(used)));
    }

    /// <summary>The part of the namespace behind <c>Moderation.</c>; null for types of other programs and of the compiler.</summary>
    private static string? FeatureOf(Type type)
    {
        Type outermost = Outermost(type);
        return outermost.Namespace is { } name && name.StartsWith(RootNamespace, StringComparison.Ordinal)
            && outermost.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            ? name[RootNamespace.Length..].Split('.')[0]
            : null;
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static class Sample
    {
        public static void Use(List<Dictionary<string, SiteId[]>> sites)
        {
            sites.Clear();
            object verdict = Verdict.Flag;
            Assert.IsType<Verdict>(verdict);
            Assert.NotNull(Policy.Default);
        }
    }
}
