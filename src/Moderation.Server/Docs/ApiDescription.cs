using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Moderation.Server.Docs;

/// <summary>The head of the OpenAPI document: what the service is and how a caller shows a key.</summary>
internal sealed class ApiDescription : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Moderation",
            Version = "v1",
            Description = "Self-hosted comment moderation. Every error is a problem document with a stable code (/docs/errors); every reason is a stable code too (/docs/reasons).",
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key (mk_…) of the website's server, or the author token (at_…) of one submission." },
            ["siteKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Site-Key", Description = "The public key (pk_…) of a site, for its pages." },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("siteKey", document)] = [] },
            [],
        ];
        return Task.CompletedTask;
    }
}
