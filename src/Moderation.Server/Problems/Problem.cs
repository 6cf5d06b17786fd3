using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Moderation.Server.Problems;

/// <summary>Makes problem documents (RFC 9457) with a stable <c>type</c> and <c>code</c>. No detail ever repeats what a caller sent.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(ProblemCode code, string? detail = null) => TypedResults.Problem(Document(code, detail));

    public static ProblemHttpResult Validation(IReadOnlyDictionary<string, string[]> errors)
    {
        ProblemDetails document = Document(ProblemCode.Invalid, null);
        document.Extensions["errors"] = errors;
        return TypedResults.Problem(document);
    }

    public static ProblemHttpResult Validation(string member, string sentence) => Validation(new Dictionary<string, string[]> { [member] = [sentence] });

    public static ProblemDetails Document(ProblemCode code, string? detail)
    {
        ProblemDetails document = new()
        {
            Type = "/docs/errors#" + code.Code,
            Title = code.Title,
            Status = code.Status,
            Detail = detail,
        };
        document.Extensions["code"] = code.Code;
        return document;
    }
}
