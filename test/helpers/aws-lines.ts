/* Lines from AWS's documentation, or made after it, one a format. */

const CERTIFICATE = 'arn:aws:acm:us-east-2:671290407336:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99';
const NLB = 'my-network-loadbalancer-c6e77e28c25b2234.elb.us-east-2.amazonaws.com';
const NLB_START =
  'net/my-network-loadbalancer/c6e77e28c25b2234 g3d4b5e8bb8464cd 72.21.218.154:51341 172.100.100.185:443 5 2 98 246 - ' +
  `${CERTIFICATE} - ECDHE-RSA-AES128-SHA tlsv12 - ${NLB}`;
export const NLB_LINE = `tls 2.0 2018-12-20T02:59:40 ${NLB_START} - - - 2018-12-20T02:59:30`;
export const NLB_ALPN_LINE = `tls 2.0 2020-04-01T08:51:42 ${NLB_START} h2 h2 "h2","http/1.1" 2020-04-01T08:51:20`;

export const ELB_LINE =
  '2015-05-13T23:39:43.945958Z my-loadbalancer 192.168.131.39:2817 10.0.0.1:80 0.000086 0.001048 0.001337 200 200 0 57 ' +
  '"GET https://www.example.com:443/ HTTP/1.1" "curl/7.38.0" DHE-RSA-AES128-SHA TLSv1.2';

export const ALB_LINE =
  'http 2018-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817 10.0.0.1:80 0.000 0.001 0.000 ' +
  '200 200 34 366 "GET http://www.example.com:80/ HTTP/1.1" "curl/7.46.0" - - ' +
  'arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/my-targets/73e2d6bc24d8a067 ' +
  '"Root=1-58337262-36d228ad5d99923122bbe354" "-" "-" 0 2018-07-02T22:22:48.364000Z "forward" "-" "-" "10.0.0.1:80" "200" ' +
  '"-" "-" TID_1234abcd5678ef90 "-" "-" "-" 192.0.2.10';

export const CONNECTION_LINE =
  '2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 ' +
  '"CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" ' +
  'NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success ' +
  'TID_3180a73013c8ca4bac2f731159d4b0fe';

export const HEALTH_LINE =
  'http 2025-10-31T12:44:59.875678Z 0.019584011 172.31.20.97:80 my-targets/73e2d6bc24d8a067 PASS 200 - ' +
  'app/my-loadbalancer/50dc6c495c0c9188 192.0.2.10';
export const LAMBDA_HEALTH_LINE =
  'lambda 2025-10-31T12:44:58.901409Z 5.0 arn:aws:lambda:us-east-2:123456789012:function:my-function ' +
  'my-functions/ef33ab7b54f5c4e9 FAIL - TargetTimedOut app/my-loadbalancer/50dc6c495c0c9188 192.0.2.10';

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
export const S3_LINE =
  `${OWNER} amzn-s3-demo-bucket1 [06/Feb/2019:00:00:38 +0000] 192.0.2.3 ${OWNER} 3E57427F3EXAMPLE REST.GET.VERSIONING - ` +
  '"GET /amzn-s3-demo-bucket1?versioning HTTP/1.1" 200 - 113 - 7 - "-" "S3Console/0.4" - ' +
  's9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234= SigV4 ' +
  'ECDHE-RSA-AES128-GCM-SHA256 AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2 ' +
  'arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes';

export const CLOUDFRONT_HEADER =
  '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) ' +
  'cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes ' +
  'time-taken x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status ' +
  'fle-encrypted-fields c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len ' +
  'sc-range-start sc-range-end';
export const CLOUDFRONT_LINE =
  '2019-12-04 21:02:31 LAX1 392 192.0.2.100 GET d111111abcdef8.cloudfront.net /index.html 200 - ' +
  'Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64) - - Hit ' +
  'SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ== d111111abcdef8.cloudfront.net https 23 0.001 - TLSv1.2 ' +
  'ECDHE-RSA-AES128-GCM-SHA256 Hit HTTP/2.0 - - 11040 0.001 Hit text/html 78 - -';

export const FLOW_HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
export const FLOW_LINE =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
export const NODATA_LINE = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';

/** From Apache's documentation. */
export const CLF_LINE = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326';
export const COMBINED_LINE = `${CLF_LINE} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`;

/** The cells of a line with tabs between. */
export const tabbed = (line: string): string => line.replaceAll(' ', '\t');
