import type { JsonObject } from './json-lines.ts';

/** What AWS documents of a CloudTrail record, up to event version 1.11; any member may be missing, or null. */
export interface CloudTrailRecord {
  readonly eventTime?: string;
  readonly eventVersion?: string;
  readonly userIdentity?: CloudTrailIdentity;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string | null;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters?: JsonObject | null;
  readonly responseElements?: JsonObject | null;
  readonly additionalEventData?: JsonObject;
  readonly requestID?: string;
  readonly eventID?: string;
  readonly eventType?: string;
  readonly apiVersion?: string;
  readonly managementEvent?: boolean;
  readonly readOnly?: boolean | null;
  readonly resources?: readonly JsonObject[];
  readonly recipientAccountId?: string;
  readonly serviceEventDetails?: JsonObject;
  readonly sharedEventID?: string;
  readonly vpcEndpointId?: string;
  readonly vpcEndpointAccountId?: string;
  /** `Management`, `Data`, `NetworkActivity` or `Insight`. */
  readonly eventCategory?: string;
  readonly addendum?: JsonObject;
  readonly sessionCredentialFromConsole?: string | boolean;
  readonly eventContext?: JsonObject;
  readonly edgeDeviceDetails?: JsonObject;
  readonly insightDetails?: JsonObject;
  readonly tlsDetails?: JsonObject;
}

export interface CloudTrailIdentity {
  /** `Root`, `IAMUser`, `AssumedRole`, `AWSService`, … */
  readonly type?: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
  readonly sessionContext?: JsonObject;
}
