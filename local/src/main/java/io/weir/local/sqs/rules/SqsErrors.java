package io.weir.local.sqs.rules;

import io.weir.local.store.StoreException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** Errors as SQS answers them. */
public final class SqsErrors {
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;

    private SqsErrors() {}

    public static SqsException invalidParameter(String message) {
        return fill(SqsException.builder(), "InvalidParameterValue", message);
    }

    public static SqsException missingParameter(String message) {
        return fill(SqsException.builder(), "MissingParameter", message);
    }

    public static SqsException noSuchQueue() {
        return fill(
                QueueDoesNotExistException.builder(),
                "AWS.SimpleQueueService.NonExistentQueue",
                "The specified queue does not exist.");
    }

    public static SqsException invalidReceiptHandle() {
        return fill(
                ReceiptHandleIsInvalidException.builder(),
                "ReceiptHandleIsInvalid",
                "The input receipt handle is invalid.");
    }

    public static SqsException notInFlight() {
        return fill(
                MessageNotInflightException.builder(),
                "AWS.SimpleQueueService.MessageNotInflight",
                "The message referred to isn't in flight.");
    }

    public static SqsException invalidContents() {
        return fill(
                InvalidMessageContentsException.builder(),
                "InvalidMessageContents",
                "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to"
                        + " #xFFFD | #x10000 to #x10FFFF.");
    }

    public static SqsException emptyBatch() {
        return fill(
                EmptyBatchRequestException.builder(),
                "AWS.SimpleQueueService.EmptyBatchRequest",
                "There should be at least one entry in the batch.");
    }

    public static SqsException tooManyEntries() {
        return fill(
                TooManyEntriesInBatchRequestException.builder(),
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10.");
    }

    public static SqsException idsNotDistinct() {
        return fill(
                BatchEntryIdsNotDistinctException.builder(),
                "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
                "Two or more batch entries have the same Id.");
    }

    /** The store could not do it: the caller must not believe that it was done. */
    public static SqsException storeFailed(StoreException cause) {
        return (SqsException) SqsException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("InternalFailure")
                        .errorMessage(cause.getMessage())
                        .serviceName("Sqs")
                        .build())
                .statusCode(INTERNAL_ERROR)
                .message(cause.getMessage())
                .cause(cause)
                .build();
    }

    private static SqsException fill(SqsException.Builder builder, String code, String message) {
        return (SqsException) builder.awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .serviceName("Sqs")
                        .build())
                .statusCode(BAD_REQUEST)
                .message(message)
                .build();
    }
}
