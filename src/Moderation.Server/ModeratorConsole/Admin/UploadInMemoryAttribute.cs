using Microsoft.AspNetCore.Http.Metadata;

namespace Moderation.Server.ModeratorConsole.Admin;

/// <summary>
/// A page whose form takes a file, and keeps it in memory: what people wrote is not left in a temporary directory, and there may be none that can be written to. For pages behind the
/// sign-in alone: whoever comes there may hold as much memory as the largest request has.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UploadInMemoryAttribute : Attribute, IFormOptionsMetadata
{
    private const int MoreThanAnyRequest = 16 * 1024 * 1024;

    /// <inheritdoc/>
    public int? MemoryBufferThreshold => MoreThanAnyRequest;

    /// <inheritdoc/>
    public bool? BufferBody => null;

    /// <inheritdoc/>
    public long? BufferBodyLengthLimit => null;

    /// <inheritdoc/>
    public int? ValueCountLimit => null;

    /// <inheritdoc/>
    public int? KeyLengthLimit => null;

    /// <inheritdoc/>
    public int? ValueLengthLimit => null;

    /// <inheritdoc/>
    public int? MultipartBoundaryLengthLimit => null;

    /// <inheritdoc/>
    public int? MultipartHeadersCountLimit => null;

    /// <inheritdoc/>
    public int? MultipartHeadersLengthLimit => null;

    /// <inheritdoc/>
    public long? MultipartBodyLengthLimit => null;
}
