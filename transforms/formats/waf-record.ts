import type { JsonObject } from './json-lines.ts';

/** What AWS documents of a WAF log record; any member may be missing, or null. */
export interface WafRecord {
  readonly timestamp?: number;
  readonly formatVersion?: number;
  readonly webaclId?: string;
  readonly terminatingRuleId?: string;
  readonly terminatingRuleType?: string;
  /** `ALLOW`, `BLOCK`, `CAPTCHA` or `CHALLENGE`. */
  readonly action?: string;
  readonly terminatingRuleMatchDetails?: readonly JsonObject[];
  /** `CF`, `APIGW`, `ALB`, `APPSYNC`, `COGNITOIDP`, … */
  readonly httpSourceName?: string;
  readonly httpSourceId?: string;
  readonly ruleGroupList?: readonly JsonObject[];
  readonly rateBasedRuleList?: readonly JsonObject[];
  readonly nonTerminatingMatchingRules?: readonly JsonObject[];
  readonly requestHeadersInserted?: readonly WafPair[] | null;
  readonly responseCodeSent?: number | string | null;
  readonly httpRequest?: WafRequest;
  readonly labels?: readonly { readonly name: string }[];
  readonly captchaResponse?: JsonObject;
  readonly challengeResponse?: JsonObject;
  readonly ja3Fingerprint?: string;
  readonly ja4Fingerprint?: string;
  readonly oversizeFields?: readonly string[];
  readonly requestBodySize?: number;
  readonly requestBodySizeInspectedByWAF?: number;
  readonly clientAsn?: number;
  readonly forwardedAsn?: number;
  readonly cfDistributionTenantId?: string;
}

export interface WafRequest {
  readonly clientIp?: string;
  /** `-` where WAF cannot tell. */
  readonly country?: string;
  readonly headers?: readonly WafPair[];
  readonly uri?: string;
  readonly args?: string;
  readonly httpVersion?: string;
  readonly httpMethod?: string;
  readonly requestId?: string;
  readonly host?: string;
  readonly scheme?: string;
  readonly fragment?: string;
}

export interface WafPair {
  readonly name: string;
  readonly value: string;
}
