package io.percept.web;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.servlet.autoconfigure.MultipartProperties;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses events for whose bodies there is no room, before any of the body is read. What a body may come to counts from its first
 * byte to the answer: its stated length, or, where it states none, as much as one may have until it was read, and then what was read
 * ({@link UnstatedBody}). Behind the checks of access, so that strangers take no room, and for POST alone, since these hide the body of
 * whatever else has one.
 */
@Component
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class BodyBudgetFilter extends OncePerRequestFilter {

    private final BodyBudget budget;
    private final long mostOfForm;
    private final long mostOfBody;
    private final HandlerExceptionResolver problems;

    BodyBudgetFilter(
            WebProperties web,
            MultipartProperties forms,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.budget = new BodyBudget(web.maxInFlightBytes().toBytes());
        this.mostOfForm = mostOf(forms);
        this.mostOfBody = web.maxBody().toBytes();
        this.problems = problems;
    }

    /** The container takes a negative size for none, and a form may have any. */
    private static long mostOf(MultipartProperties forms) {
        long stated = forms.getMaxRequestSize().toBytes();
        return stated < 0 ? Long.MAX_VALUE : stated;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<BodyBudget.Held> room = budget.take(bytes(request));
        if (room.isEmpty()) {
            problems.resolveException(
                    request,
                    response,
                    null,
                    PerceptException.passing(
                            ErrorCode.ENGINE_BUSY,
                            "The bodies of the requests under way leave no room for this one: send it again later, or raise percept.web.max-in-flight-bytes where there is memory for it.",
                            null));
            return;
        }
        boolean goesOn = false;
        try {
            chain.doFilter(counted(request, room.get()), response);
            goesOn = request.isAsyncStarted();
            if (goesOn) {
                request.getAsyncContext().addListener(new Release(room.get()));
            }
        } finally {
            if (!goesOn) {
                room.get().close();
            }
        }
    }

    private static HttpServletRequest counted(HttpServletRequest request, BodyBudget.Held room) {
        return request.getContentLengthLong() < 0 ? new UnstatedBody(request, room) : request;
    }

    private long bytes(HttpServletRequest request) {
        String type = String.valueOf(request.getContentType());
        long most = type.startsWith("multipart/") ? mostOfForm : mostOfBody;
        long stated = request.getContentLengthLong();
        return stated < 0 ? most : Math.min(stated, most);
    }

    /** At the end of a request whose answer is made by another thread, however it ends. */
    private record Release(BodyBudget.Held room) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            room.close();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {
            // Listeners are forgotten when a request goes on once more.
            event.getAsyncContext().addListener(this);
        }
    }
}
