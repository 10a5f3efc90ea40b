namespace ProbeFleet.Probing.Dns;

/// <summary>The record types that an address lookup meets (RFC 1035, RFC 3596, RFC 6891).</summary>
internal enum DnsRecordType : ushort
{
    A = 1,
    Cname = 5,
    Aaaa = 28,
    Opt = 41,
}
