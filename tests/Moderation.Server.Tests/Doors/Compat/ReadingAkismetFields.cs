using Moderation.Server.Doors.Akismet;

namespace Moderation.Server.Tests.Doors.Compat;

/// <summary>Fields as clients write them.</summary>
public sealed class ReadingAkismetFields
{
    [Theory]
    [InlineData("a[]=x&a[]=y")]
    [InlineData("a[0]=x&a[1]=y")]
    [InlineData("a%5B0%5D=x&a%5B1%5D=y")]
    [InlineData("a=x&a=y")]
    [InlineData("a=x%2C+y")]
    [InlineData("{\"a\":[\"x\",\"y\"]}")]
    [InlineData(" {\"a\":\"x, y\"}")]
    public void A_list_is_the_same_in_every_writing(string body) => Assert.Equal(["x", "y"], AkismetFields.Parse(body)!.All("a"));

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("a=true", true)]
    [InlineData("a=True", true)]
    [InlineData("{\"a\":true}", true)]
    [InlineData("{\"a\":1}", true)]
    [InlineData("a=0", false)]
    [InlineData("a=false", false)]
    [InlineData("a=", false)]
    [InlineData("a", false)]
    [InlineData("b=1", false)]
    [InlineData("{\"a\":false}", false)]
    [InlineData("{\"a\":null}", false)]
    public void A_truth_is_in_the_value(string body, bool isTrue) => Assert.Equal(isTrue, AkismetFields.Parse(body)!.IsTrue("a"));

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":1} trailing")]
    public void A_broken_object_is_no_call(string body) => Assert.Null(AkismetFields.Parse(body));

    [Theory]
    [InlineData("text=a%00b", "a\uFFFDb")]
    [InlineData("text=1%2B1+%3D+2", "1+1 = 2")]
    [InlineData("text=na%C3%AFve", "naïve")]
    [InlineData("text=%F0%9F%98%80", "😀")]
    public void Texts_are_storable(string body, string text) => Assert.Equal(text, AkismetFields.Parse(body)!.Sent("text"));
}
