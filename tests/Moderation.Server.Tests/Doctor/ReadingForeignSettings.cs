using Moderation.Server.Doctor;

namespace Moderation.Server.Tests.Doctor;

/// <summary>Configurations of other programs, as people have them lying around.</summary>
public sealed class ReadingForeignSettings
{
    private static readonly NewValues Values = new("https://comments.gazette.example", "a key");

    [Fact]
    public void Coral_has_its_endpoint_key_model_and_threshold_in_one_place()
    {
        const string Export = """{"data":{"settings":{"locale":"en-US","integrations":{"akismet":{"enabled":false},"perspective":{"enabled":true,"endpoint":null,"key":"AIzaSyExample12345","model":null,"threshold":0.7,"sendFeedback":false}}}}}""";
        Diagnosis diagnosis = Run(Export);

        Assert.Equal("coral", diagnosis.Program);
        Assert.True(diagnosis.Stops);
        Finding endpoint = Of(diagnosis, "integrations.perspective.endpoint");
        Assert.Equal((FindingStatus.Stops, "https://comments.gazette.example/v1alpha1"), (endpoint.Status, endpoint.New));
        Assert.Equal(FindingStatus.Change, Of(diagnosis, "integrations.perspective.key").Status);
        Assert.Equal(FindingStatus.Keeps, Of(diagnosis, "integrations.perspective.threshold").Status);
        Assert.Equal([new AskedScore("TOXICITY", 0.7)], diagnosis.Asks);
        Assert.DoesNotContain(diagnosis.Findings, finding => finding.Setting == "locale");
    }

    [Fact]
    public void Coral_that_leads_here_already_has_nothing_that_stops()
    {
        Diagnosis diagnosis = Run("""{"integrations":{"perspective":{"enabled":true,"endpoint":"https://comments.gazette.example/v1alpha1","key":"x"}}}""");

        Assert.False(diagnosis.Stops);
        Assert.Null(Of(diagnosis, "integrations.perspective.endpoint").New);
    }

    [Fact]
    public void Coral_with_a_model_that_is_not_scored_is_told_so()
    {
        Finding model = Of(Run("""{"integrations":{"perspective":{"enabled":true,"model":"FLIRTATION","key":"x"}}}"""), "integrations.perspective.model");

        Assert.Equal((FindingStatus.Stops, "TOXICITY"), (model.Status, model.New));
    }

    [Theory]
    [InlineData("""{"integrations":{"perspective":{"enabled":false,"key":"x"}}}""", "coral")]
    [InlineData("perspective_enabled: false\nperspective_google_api_key: x", "discourse")]
    [InlineData("<?php\ndefine( 'WPCOM_API_KEY', 'a1b2c3d4e5f6' );", "wordpress")]
    public void Where_Perspective_is_not_used_nothing_stops(string configuration, string program)
    {
        Diagnosis diagnosis = Run(configuration);

        Assert.Equal(program, diagnosis.Program);
        Assert.False(diagnosis.Stops);
    }

    [Theory]
    [InlineData("perspective_enabled: true\nperspective_flag_post_min_toxicity: 0.75\nakismet_enabled: true\ndefault_locale: fr")]
    [InlineData("env:\n  LANG: en_US.UTF-8\n  DISCOURSE_PERSPECTIVE_ENABLED: true   # on\n  DISCOURSE_PERSPECTIVE_FLAG_POST_MIN_TOXICITY: \"0.75\"\n  DISCOURSE_AKISMET_ENABLED: 'true'\n  DISCOURSE_DEFAULT_LOCALE: fr\n")]
    [InlineData("""{"site_settings":[{"setting":"perspective_enabled","value":"true"},{"setting":"perspective_flag_post_min_toxicity","value":"0.75"},{"setting":"akismet_enabled","value":"true"},{"setting":"default_locale","value":"fr"}]}""")]
    [InlineData(" perspective_enabled | t |\n perspective_flag_post_min_toxicity | 0.75\n akismet_enabled | t\n default_locale | fr")]
    public void Discourse_is_read_in_any_form(string configuration)
    {
        Diagnosis diagnosis = Run(configuration);

        Assert.Equal("discourse", diagnosis.Program);
        Finding host = Assert.Single(diagnosis.Findings, finding => finding.Status == FindingStatus.Stops);
        Assert.Equal("https://comments.gazette.example", host.New);
        Assert.Contains("sed -i", host.Why, StringComparison.Ordinal);
        Assert.Equal([new AskedScore("TOXICITY", 0.75), new AskedScore("TOXICITY", 0.85)], diagnosis.Asks);
        Assert.True(diagnosis.UsesAkismet);
        Assert.Equal("fr", diagnosis.Language);
        Assert.Equal(FindingStatus.Note, Of(diagnosis, "default_locale").Status);
        Assert.Equal("false", Of(diagnosis, "akismet_transmit_email").New);
    }

    [Fact]
    public void Severe_toxicity_is_what_some_forums_ask_for() =>
        Assert.All(Run("perspective_enabled: true\nperspective_toxicity_model: severe toxicity (experimental)").Asks, asked => Assert.Equal("SEVERE_TOXICITY", asked.Attribute));

    [Fact]
    public void WordPress_with_a_plugin_that_asks_Perspective_is_told()
    {
        Diagnosis diagnosis = Run("""[{"option_name":"wordpress_api_key","option_value":"a1b2c3d4e5f6"},{"option_name":"my_perspective_url","option_value":"https://commentanalyzer.googleapis.com/v1alpha1/comments:analyze"}]""");

        Assert.True(diagnosis.Stops);
        Assert.Equal("https://comments.gazette.example/v1alpha1/comments:analyze", Of(diagnosis, "my_perspective_url").New);
        Assert.True(diagnosis.UsesAkismet);
    }

    [Fact]
    public void No_key_of_a_configuration_is_shown()
    {
        foreach (string configuration in new[]
        {
            """{"integrations":{"akismet":{"enabled":true,"key":"SecretSecretSecret"},"perspective":{"enabled":true,"key":"SecretSecretSecret"}}}""",
            "perspective_enabled: true\nperspective_google_api_key: SecretSecretSecret\nakismet_enabled: true\nakismet_api_key: SecretSecretSecret",
            "<?php\ndefine('WPCOM_API_KEY', 'SecretSecretSecret');\ndefine('PERSPECTIVE_API_KEY', 'SecretSecretSecret');\ndefine('DB_PASSWORD', 'SecretSecretSecret');",
        })
        {
            Assert.DoesNotContain("SecretSecret", System.Text.Json.JsonSerializer.Serialize(Run(configuration)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("hello world")]
    [InlineData("{}")]
    [InlineData("[1,2,3]")]
    [InlineData("name: value")]
    public void What_belongs_to_no_program_is_no_diagnosis(string configuration) => Assert.Null(Diagnose.Run(FoundSettings.Read(configuration)!, null, Values));

    [Fact]
    public void What_begins_like_JSON_and_is_none_is_said() => Assert.Null(FoundSettings.Read("{\"a\":"));

    private static Diagnosis Run(string configuration) => Diagnose.Run(FoundSettings.Read(configuration)!, null, Values)!;

    private static Finding Of(Diagnosis diagnosis, string setting) => Assert.Single(diagnosis.Findings, finding => finding.Setting == setting);
}
