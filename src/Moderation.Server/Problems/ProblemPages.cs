using Microsoft.AspNetCore.Diagnostics;
using Moderation.Server.Security;
using Moderation.Storage;

namespace Moderation.Server.Problems;

/// <summary>Turns what no handler answered into a problem document: exceptions, bare statuses and requests that were too large or broken.</summary>
internal static partial class ProblemPages
{
    public static void UseProblemPages(this WebApplication app)
    {
        app.UseExceptionHandler(handler => handler.Run(AnswerAsync));
        app.UseStatusCodePages(async pages =>
        {
            if (ProblemCode.ForStatus(pages.HttpContext.Response.StatusCode) is { } code)
            {
                await WriteAsync(pages.HttpContext, code).ConfigureAwait(false);
            }
        });
    }

    /// <summary>The code that stands for an exception.</summary>
    internal static ProblemCode CodeOf(Exception problem, Database database) => problem switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ProblemCode.TooLarge,
        BadHttpRequestException or InvalidDataException => ProblemCode.Unreadable,
        Models.ScorerUnavailableException => ProblemCode.ScoringAway,
        _ when database.IsTransient(problem) => ProblemCode.StoreAway,
        _ => ProblemCode.Internal,
    };

    private static Task AnswerAsync(HttpContext context)
    {
        Exception problem = (context.Features.Get<IExceptionHandlerFeature>() ?? throw new InvalidOperationException("There is no exception to answer.")).Error;
        return WriteAsync(context, Answer(context, problem));
    }

    /// <summary>The code that answers an exception, for doors that have shapes of their own. What nobody expected is logged.</summary>
    internal static ProblemCode Answer(HttpContext context, Exception problem)
    {
        ProblemCode code = CodeOf(problem, context.RequestServices.GetRequiredService<Database>());
        if (code == ProblemCode.Internal)
        {
            // The type and the place, never the message: it may repeat what somebody typed.
            Log.Broke(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Moderation.Server"), context.TraceIdentifier, problem.GetType().Name, problem.StackTrace);
        }

        return code;
    }

    private static Task WriteAsync(HttpContext context, ProblemCode code)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.ApiPolicy;
        return Problem.Of(code).ExecuteAsync(context);
    }

    private static partial class Log
    {
        [LoggerMessage(9001, LogLevel.Error, "Request {RequestId} broke: {Problem}\n{Place}")]
        public static partial void Broke(ILogger logger, string requestId, string problem, string? place);
    }
}
