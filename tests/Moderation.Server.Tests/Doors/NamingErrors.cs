using System.Globalization;
using System.Net;
using System.Reflection;
using Moderation.Policies;
using Moderation.Server.Problems;
using Moderation.Server.Tests.Fixtures;

namespace Moderation.Server.Tests.Doors;

/// <summary>The tables of codes: complete, and each code with a plain sentence that can be translated.</summary>
public sealed class NamingErrors(ModerationApp app) : IClassFixture<ModerationApp>
{
    [Fact]
    public void Every_error_has_a_code_a_sentence_and_a_place_in_the_table()
    {
        ProblemCode[] declared = [.. typeof(ProblemCode).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(ProblemCode)).Select(field => (ProblemCode)field.GetValue(null)!)];

        Assert.Equal(declared.Select(code => code.Code).Order(StringComparer.Ordinal), ProblemCode.All.Select(code => code.Code).Order(StringComparer.Ordinal));
        Assert.All(ProblemCode.All, code =>
        {
            Assert.Matches("^[a-z]+(_[a-z]+)*$", code.Code);
            Assert.EndsWith(".", code.Title, StringComparison.Ordinal);
            Assert.Equal(code.Title, code.TitleIn(CultureInfo.GetCultureInfo("de")));
        });
    }

    [Fact]
    public async Task The_documentation_has_every_code_with_its_sentence()
    {
        string errors = WebUtility.HtmlDecode((await app.GetAsync("/docs/errors")).With(HttpStatusCode.OK).Text);
        string reasons = WebUtility.HtmlDecode((await app.GetAsync("/docs/reasons")).With(HttpStatusCode.OK).Text);

        Assert.All(ProblemCode.All, code => Assert.Contains(code.Title, errors, StringComparison.Ordinal));
        Assert.All(ReasonCodes.All, code => Assert.Contains(ReasonCodes.SentenceOf(code), reasons, StringComparison.Ordinal));
        Assert.All(ReasonCodes.All, code => Assert.Contains($"id=\"{code}\"", reasons, StringComparison.Ordinal));
    }
}
