using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moderation.Server.Doctor;

/// <summary>Tries the new values against the running service, as the other program will.</summary>
internal sealed class TryServer(HttpClient http, string url, string? key, string? akismetKey)
{
    private const string Friendly = "Thank you for the article about the new library.";

    private const string Rude = "You are a pathetic idiot and everybody knows it.";

    private static readonly Dictionary<string, string> Samples = new(StringComparer.OrdinalIgnoreCase)
    {
        ["de"] = "Die neue Br\u00FCcke wurde gestern er\u00F6ffnet, und viele Leute kamen zum Fluss.",
        ["es"] = "Ayer abrieron el puente nuevo y mucha gente fue al r\u00EDo con sus hijos.",
        ["fr"] = "Hier on a ouvert le nouveau pont et beaucoup de gens sont venus au bord du fleuve.",
        ["it"] = "Ieri hanno aperto il ponte nuovo e molta gente \u00E8 venuta al fiume.",
        ["nl"] = "Gisteren werd de nieuwe brug geopend en veel mensen kwamen naar de rivier.",
        ["pl"] = "Wczoraj otwarto nowy most i wielu ludzi przysz\u0142o nad rzek\u0119.",
        ["pt"] = "Ontem abriram a ponte nova e muita gente foi at\u00E9 ao rio com os filhos.",
        ["ru"] = "\u0412\u0447\u0435\u0440\u0430 \u043E\u0442\u043A\u0440\u044B\u043B\u0438 \u043D\u043E\u0432\u044B\u0439 \u043C\u043E\u0441\u0442, \u0438 \u043C\u043D\u043E\u0433\u0438\u0435 \u043F\u0440\u0438\u0448\u043B\u0438 \u043A \u0440\u0435\u043A\u0435.",
    };

    /// <summary>Everything that can be tried with the keys that were given; never throws for an answer or for none.</summary>
    public async Task<IReadOnlyList<Trial>> RunAsync(Diagnosis diagnosis, CancellationToken cancellationToken)
    {
        List<Trial> trials = [await TryAsync("the service is ready", ReadyAsync, cancellationToken).ConfigureAwait(false)];
        if (!trials[0].Ok)
        {
            return trials;
        }

        foreach (AskedScore asked in key is null ? [] : diagnosis.Asks.Count > 0 ? diagnosis.Asks : [new AskedScore("TOXICITY", 0.8)])
        {
            string what = string.Create(CultureInfo.InvariantCulture, $"{asked.Attribute} at {asked.Threshold:0.###} tells a rude text from a friendly one");
            trials.Add(await TryAsync(what, token => CompareAsync(asked, token), cancellationToken).ConfigureAwait(false));
        }

        if (key is not null && diagnosis.Language is { } language && Samples.TryGetValue(language.Split('-', '_')[0], out string? sample))
        {
            trials.Add(await TryAsync($"a sentence in {language}", token => AskForeignAsync(sample, token), cancellationToken).ConfigureAwait(false));
        }

        if (akismetKey is not null)
        {
            trials.Add(await TryAsync("Akismet's verify-key", AskAkismetAsync, cancellationToken).ConfigureAwait(false));
        }

        return trials;
    }

    private static async Task<Trial> TryAsync(string what, Func<CancellationToken, Task<(bool Ok, string Said)>> ask, CancellationToken cancellationToken)
    {
        try
        {
            (bool ok, string said) = await ask(cancellationToken).ConfigureAwait(false);
            return new Trial { What = what, Ok = ok, Said = said };
        }
        catch (HttpRequestException problem)
        {
            return new Trial { What = what, Ok = false, Said = $"The service cannot be reached: {problem.Message}" };
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Trial { What = what, Ok = false, Said = "The service did not answer in time." };
        }
        catch (JsonException)
        {
            return new Trial { What = what, Ok = false, Said = "The answer is no JSON: something else answers at this address." };
        }
    }

    private async Task<(bool, string)> ReadyAsync(CancellationToken cancellationToken)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"{url}/health/ready"), cancellationToken).ConfigureAwait(false);
        return (answer.IsSuccessStatusCode, $"{url}/health/ready answers {(int)answer.StatusCode}.");
    }

    private async Task<(bool, string)> CompareAsync(AskedScore asked, CancellationToken cancellationToken)
    {
        (JsonElement answer, string? error) = await AnalyzeAsync(Rude, asked.Attribute, cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            return (false, error);
        }

        double rude = ScoreOf(answer, asked.Attribute);
        (answer, error) = await AnalyzeAsync(Friendly, asked.Attribute, cancellationToken).ConfigureAwait(false);
        double friendly = error is null ? ScoreOf(answer, asked.Attribute) : 1;

        // Severe toxicity is more than rudeness: there the order is what can be asked of two plain texts.
        bool tells = asked.Attribute == "TOXICITY" ? rude >= asked.Threshold && friendly < asked.Threshold : rude > friendly;
        return (tells, string.Create(CultureInfo.InvariantCulture, $"rude {rude:0.00}, friendly {friendly:0.00}."));
    }

    private async Task<(bool, string)> AskForeignAsync(string sample, CancellationToken cancellationToken)
    {
        (JsonElement answer, string? error) = await AnalyzeAsync(sample, "TOXICITY", cancellationToken).ConfigureAwait(false);
        if (error is not null)
        {
            return (false, error);
        }

        bool isForeign = answer.TryGetProperty("x_moderation", out JsonElement own) && own.TryGetProperty("languageFallback", out _);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{url}/v1/score") { Content = JsonContent.Create(new { text = sample }), Headers = { Authorization = new("Bearer", key!) } };
        using HttpResponseMessage scored = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        string policy = "";
        if (scored.IsSuccessStatusCode)
        {
            JsonElement verdict = (await scored.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false)).GetProperty("verdict");
            policy = verdict.GetString() == "approve" ? " The site's policy would approve it." : $" The site's policy would {verdict.GetString()} it.";
        }

        return (true, (isForeign ? "It is scored, and said to be not understood." : "It passes for English.") + policy);
    }

    private async Task<(bool, string)> AskAkismetAsync(CancellationToken cancellationToken)
    {
        using FormUrlEncodedContent form = new([new("key", akismetKey!), new("blog", url)]);
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"{url}/1.1/verify-key"), form, cancellationToken).ConfigureAwait(false);
        string said = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return (said == "valid", said is "valid" or "invalid" ? $"It answers {said}." : $"It answers {(int)answer.StatusCode}.");
    }

    private async Task<(JsonElement Answer, string? Error)> AnalyzeAsync(string text, string attribute, CancellationToken cancellationToken)
    {
        JsonObject body = new() { ["comment"] = new JsonObject { ["text"] = text }, ["doNotStore"] = true, ["requestedAttributes"] = new JsonObject { [attribute] = new JsonObject() } };
        using HttpResponseMessage answer = await http.PostAsync(new Uri($"{url}/v1alpha1/comments:analyze?key={Uri.EscapeDataString(key!)}"), JsonContent.Create(body), cancellationToken).ConfigureAwait(false);
        JsonElement said = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode && said.TryGetProperty("attributeScores", out _))
        {
            return (said, null);
        }

        string message = said.ValueKind == JsonValueKind.Object && said.TryGetProperty("error", out JsonElement error) && error.TryGetProperty("message", out JsonElement sentence) ? sentence.ToString() : "not what Perspective's clients expect.";
        return (default, string.Create(CultureInfo.InvariantCulture, $"It answers {(int)answer.StatusCode}: {message}"));
    }

    private static double ScoreOf(JsonElement answer, string attribute) => answer.GetProperty("attributeScores").GetProperty(attribute).GetProperty("summaryScore").GetProperty("value").GetDouble();
}
