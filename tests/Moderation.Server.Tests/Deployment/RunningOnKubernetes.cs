using System.Net;
using Moderation.Server.Settings;
using Moderation.Server.Tests.Fixtures;
using YamlDotNet.RepresentationModel;

namespace Moderation.Server.Tests.Deployment;

/// <summary>The manifests of <c>deploy/kubernetes</c>: every name leads somewhere, every probe is a route that answers, and no pod has rights that it does not need.</summary>
public sealed class RunningOnKubernetes(ModerationApp app) : IClassFixture<ModerationApp>
{
    private const string Base = "deploy/kubernetes/base";
    private const string Overlay = "deploy/kubernetes/overlays/example";

    private static readonly YamlMappingNode Kustomization = DeployFiles.Yaml($"{Base}/kustomization.yaml")[0];
    private static readonly YamlMappingNode OverlayKustomization = DeployFiles.Yaml($"{Overlay}/kustomization.yaml")[0];

    private static readonly IReadOnlyList<YamlMappingNode> Manifests =
    [
        .. Kustomization.Words("resources").SelectMany(file => DeployFiles.Yaml($"{Base}/{file}")),
        .. OverlayKustomization.Words("resources").Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).SelectMany(file => DeployFiles.Yaml($"{Overlay}/{file}")),
    ];

    private static IEnumerable<(string Name, YamlNode Pod)> Pods => Manifests.Where(manifest => manifest.Scalar("kind") is "Deployment" or "Job").Select(manifest => (manifest.Scalar("metadata", "name"), manifest.At("spec", "template", "spec")));

    [Fact]
    public void Every_manifest_is_in_the_kustomization_and_no_two_have_one_name()
    {
        Assert.Equal(
            Directory.GetFiles(Path.Combine(DeployFiles.Root, Base)).Select(Path.GetFileName).Where(file => file != "kustomization.yaml").Order(),
            Kustomization.Words("resources").Order());
        string[] names = [.. Manifests.Select(manifest => $"{manifest.Scalar("kind")}/{manifest.Scalar("metadata", "name")}")];
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Pods_are_not_root_write_nothing_but_their_volumes_and_say_what_they_need()
    {
        foreach ((string name, YamlNode pod) in Pods)
        {
            Assert.Equal("true", pod.Scalar("securityContext", "runAsNonRoot"));
            Assert.Equal("false", pod.Scalar("automountServiceAccountToken"));
            YamlNode container = Assert.Single(pod.List("containers"));
            Assert.Equal("true", container.Scalar("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal("false", container.Scalar("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal(["ALL"], container.Words("securityContext", "capabilities", "drop"));
            Assert.NotEmpty(container.Scalar("resources", "limits", "memory"));
            Assert.Equal(pod.List("volumes").Select(volume => volume.Scalar("name")).Order(), container.List("volumeMounts").Select(mount => mount.Scalar("name")).Order());
            Assert.True(pod.Scalar("serviceAccountName") == "moderation", name);
        }
    }

    [Fact]
    public void Settings_and_secrets_are_those_that_exist()
    {
        string[] settings = [.. Literals(Kustomization), .. Literals(OverlayKustomization)];
        Assert.All(settings, variable => DeployFiles.AssertKnown(variable, "the settings of all roles"));
        foreach ((string name, YamlNode pod) in Pods)
        {
            YamlNode container = pod.List("containers")[0];
            string secret = pod.List("volumes").Single(volume => volume.Scalar("name") == "secrets").Scalar("secret", "secretName");
            YamlNode generator = OverlayKustomization.List("secretGenerator").Single(entry => entry.Scalar("name") == secret);
            string[] keys = [.. generator.Words("files").Select(file => file.Split('=')[0])];
            Assert.All(generator.Words("files"), file => Assert.True(File.Exists(Path.Combine(DeployFiles.Root, Overlay, file.Split('=')[1])), file));
            foreach (YamlNode variable in container.List("env"))
            {
                DeployFiles.AssertKnown(variable.Scalar("name"), name);
                if (variable.Scalar("name").EndsWith("_FILE", StringComparison.Ordinal))
                {
                    Assert.Contains(variable.Scalar("value"), keys.Select(key => $"/run/secrets/moderation/{key}"));
                }
            }
        }
    }

    [Fact]
    public void Every_role_runs_somewhere()
    {
        string[] roles = [.. Pods.SelectMany(entry => entry.Pod.List("containers")[0].List("env")).Where(variable => variable.Scalar("name") == "Moderation__Roles").SelectMany(variable => variable.Scalar("value").Split(','))];

        Assert.Equal(Enum.GetNames<ServerRoles>().Except(["None", "All"]).Select(name => name.ToLowerInvariant()).Order(), roles.Order());
    }

    [Fact]
    public async Task Probes_ask_routes_that_answer()
    {
        YamlNode[] probed = [.. Pods.Where(entry => entry.Name != "moderation-migrate").Select(entry => entry.Pod.List("containers")[0])];
        Assert.Equal(3, probed.Length);
        foreach (YamlNode container in probed)
        {
            string port = Assert.Single(container.List("ports")).Scalar("name");
            foreach (string probe in new[] { "startupProbe", "readinessProbe", "livenessProbe" })
            {
                Assert.Equal(port, container.Scalar(probe, "httpGet", "port"));
                Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(container.Scalar(probe, "httpGet", "path"))).Status);
            }

            Assert.Equal("/health/live", container.Scalar("livenessProbe", "httpGet", "path"));
        }
    }

    [Fact]
    public void Services_budgets_and_policies_select_pods_that_exist()
    {
        string[] components = [.. Manifests.Where(manifest => manifest.Scalar("kind") is "Deployment" or "Job").Select(manifest => manifest.Scalar("spec", "template", "metadata", "labels", "app.kubernetes.io/component"))];
        foreach (YamlMappingNode manifest in Manifests.Where(manifest => manifest.Scalar("kind") is "Service" or "PodDisruptionBudget" or "NetworkPolicy" or "Deployment"))
        {
            YamlNode selector = manifest.Find("spec", "podSelector") ?? manifest.At("spec", "selector");
            YamlNode labels = selector.Find("matchLabels") ?? selector;
            string[] selected = [.. labels.Map().Where(label => label.Key == "app.kubernetes.io/component").Select(label => ((YamlScalarNode)label.Value).Value!), .. selector.List("matchExpressions").SelectMany(expression => expression.Words("values"))];
            Assert.Subset(components.ToHashSet(), selected.ToHashSet());
        }

        YamlMappingNode ingress = Assert.Single(Manifests, manifest => manifest.Scalar("kind") == "Ingress");
        YamlNode backend = ingress.List("spec", "rules")[0].List("http", "paths")[0].At("backend", "service");
        YamlMappingNode service = Assert.Single(Manifests, manifest => manifest.Scalar("kind") == "Service");
        Assert.Equal(service.Scalar("metadata", "name"), backend.Scalar("name"));
        Assert.Contains(backend.Scalar("port", "name"), service.List("spec", "ports").Select(port => port.Scalar("name")));
    }

    private static IEnumerable<string> Literals(YamlNode kustomization) => kustomization.List("configMapGenerator").SelectMany(generator => generator.Words("literals")).Select(literal => literal.Split('=')[0]);
}
